/**
 * How releases and objects reach a cluster.
 *
 * @packageDocumentation
 */
export { Manifests } from './manifests';
export { TerraformHelm, type TerraformHelmProps } from './terraform-helm';
