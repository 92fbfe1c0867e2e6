import * as fc from 'fast-check';
import { AwsVpcCni, Calico, Cilium, Flannel } from 'tenon/network';
import { cidr, flag, listOf, mostly, record, some } from './random-props';

const cilium = record(
  {},
  {
    ipam: some('eni', 'cluster-pool', 'chained', 'kubernetes'),
    encryption: some('wireguard', 'ipsec'),
    hubble: flag,
    gatewayApi: flag,
    replaceKubeProxy: flag,
    prefixDelegation: flag,
    routingMode: some('tunnel', 'native'),
  },
).map(props => new Cilium(props as never));

const encapsulation = some('VXLAN', 'VXLAN', 'VXLANCrossSubnet', 'IPIP', 'IPIPCrossSubnet', 'None');
const pool = record(
  { cidr: fc.oneof(some('10.1.0.0/17', '10.1.128.0/17', '10.4.0.0/16'), cidr) },
  {
    name: some('a', 'b'),
    encapsulation,
    natOutgoing: flag,
    blockSize: mostly(fc.integer({ min: 20, max: 32 }), 19, 33),
    nodeSelector: some('all()'),
  },
);

const calicoProps = {
  policyOnly: flag,
  version: mostly(some('v3.32.1', 'v3.33.0'), 'latest'),
  dataplane: some('iptables', 'nftables', 'bpf'),
  encapsulation,
  pools: listOf(pool),
  ipam: some('calico', 'host-local'),
  bgp: flag,
  encryption: some('wireguard'),
  mtu: mostly(some(1400, 8900), 500),
  apiServer: flag,
  flowLogs: flag,
  metrics: flag,
  controlPlaneReplicas: fc.integer({ min: 1, max: 3 }),
  values: mostly(some({}, { installation: { registry: 'a.example/' } }), { manageCRDs: true }, { installation: null }),
};
const calico = record({}, calicoProps).map(props => new Calico(props as never));
const policies = record(
  { policyOnly: mostly(some(true), false) },
  { dataplane: some('iptables', 'bpf'), encryption: some('wireguard'), apiServer: flag, metrics: flag },
).map(props => new Calico(props as never));

const flannel = record(
  {},
  {
    backend: some('vxlan', 'wireguard', 'host-gw'),
    port: mostly(some(4789, 51820), 0),
    vni: mostly(some(1, 4096), 16777216),
    directRouting: flag,
    mtu: mostly(some(1400), 500),
    keepaliveSeconds: fc.nat(60),
    netpol: flag,
    nftables: flag,
    version: mostly(some('v0.28.9', 'v0.29.0'), '0.28.9'),
    values: mostly(some({}), { podCidr: '10.1.0.0/16' }, { flannel: { psk: 'x' } }, { flannel: null }),
  },
).map(props => new Flannel(props as never));

const vpcCni = record({}, { prefixDelegation: flag, networkPolicy: flag }).map(props => new AwsVpcCni(props as never));

const none = fc.constant(undefined);

/** Networks that a place may take: none of the user's, one, or one and another that is beside it. */
export const networksOf = {
  aws: [none, cilium, calico, vpcCni, fc.tuple(vpcCni, fc.oneof(policies, cilium))],
  google: [none, cilium, calico],
  digitalocean: [none, none, cilium],
  machines: [cilium, calico, flannel, flannel],
};
