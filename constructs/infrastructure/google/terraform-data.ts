import { Fn, TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';

/**
 * A `terraform_data`, at the address `terraform_data.<id>`. Its id is made up once, and anew when something that it watches changes, so
 * a name with a part of it is never taken twice. cdktf's own class for it runs `terraform` while it synthesizes.
 *
 * @see https://developer.hashicorp.com/terraform/language/resources/terraform-data
 */
export class TerraformData extends TerraformResource {
  constructor(
    scope: Construct,
    id: string,
    private readonly watched?: { readonly [name: string]: unknown },
  ) {
    super(scope, `terraform_data.${id}`, {
      terraformResourceType: 'terraform_data',
      terraformGeneratorMetadata: { providerName: 'terraform' },
    });
    this.overrideLogicalId(id);
  }

  /** The beginning of its id: lower-case letters and digits. */
  suffix(length: number): string {
    return Fn.substr(this.getStringAttribute('id'), 0, length);
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return this.watched ? { triggers_replace: this.watched } : {};
  }
}
