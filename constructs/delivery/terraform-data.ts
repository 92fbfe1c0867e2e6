import { TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';

/**
 * A `terraform_data`, at the address `terraform_data.<id>`: what Terraform remembers, so that something else can be replaced when it
 * changes. cdktf's own class for it runs `terraform` while it synthesizes.
 *
 * @see https://developer.hashicorp.com/terraform/language/resources/terraform-data
 */
export class TerraformData extends TerraformResource {
  constructor(
    scope: Construct,
    id: string,
    private readonly input: { readonly [key: string]: string },
  ) {
    super(scope, `terraform_data.${id}`, {
      terraformResourceType: 'terraform_data',
      terraformGeneratorMetadata: { providerName: 'terraform' },
    });
    this.overrideLogicalId(id);
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return { input: this.input };
  }
}
