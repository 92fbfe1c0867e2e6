import { DataResource } from 'cdktf';
import { CONTRACT } from 'tenon/spi';
import type { Data, Delivery, DeliveryContext, Item, Provided } from 'tenon/spi';

/** Brings releases and objects by a tool of the makers' own, run by Terraform. */
export class AcmeDelivery implements Delivery {
  readonly contract = CONTRACT;
  readonly socket = 'delivery';
  readonly name = 'acme-delivery';
  readonly settings = {};
  readonly reach = 'operator';

  provides(): readonly Provided[] {
    return [];
  }

  contribute(): readonly Item[] {
    return [];
  }

  consumes(item: Item): true | undefined {
    return item.kind === 'helm-release' || item.kind === 'object' ? true : undefined;
  }

  deliver({ items, stack, resolve, access }: DeliveryContext): void {
    for (const item of items) {
      if (item.kind !== 'helm-release' && item.kind !== 'object') continue;
      const at = stack(item.stage);
      new DataResource(at, item.id, {
        input: { to: access(at).host, spec: resolve({ ...item.spec } as Data, at) as object },
      });
    }
  }
}
