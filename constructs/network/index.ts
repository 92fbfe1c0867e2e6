/**
 * Pod networks.
 *
 * @packageDocumentation
 */
export { AwsVpcCni, type AwsVpcCniProps, type CustomNetworking } from './aws-vpc-cni';
export { Calico, type CalicoPool, type CalicoProps, type Encapsulation } from './calico';
export { Cilium, type CiliumProps, type HubbleProps } from './cilium';
export type { Ipam } from './cilium-props';
export { Flannel, type FlannelBackend, type FlannelProps } from './flannel';
