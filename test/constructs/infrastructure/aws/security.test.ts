import { Cilium } from 'tenon/network';
import type { Item, Port } from 'tenon/spi';
import { CloudFiles } from 'tenon/storage';
import { asking, from, resources, type Given, type Resources } from './synthesized';

const port = (id: string, spec: Port, because = 'a test asks for it'): Item => ({
  ...from,
  kind: 'port',
  id,
  because,
  spec,
});
const rules = (all: Resources) =>
  Object.keys(all)
    .filter(each => each.includes('_rule.'))
    .map(each => each.replace(/^aws_vpc_security_group_\w+_rule\./, ''));
const asked = (items: Item[], given: Given = {}) =>
  resources({ network: new Cilium(), mesh: asking(...items), ...given });

describe('the firewall', () => {
  it('lets the API server reach the add-on metrics-server, where there is one', () => {
    const rule = 'ingress-node-from-control-plane-tcp-10251-10251';
    expect(rules(resources({ eks: { addons: { 'metrics-server': {} } } }))).toContain(rule);
    expect(rules(resources())).not.toContain(rule);
  });

  it('has the rules of an EKS cluster and no other', () => {
    const overlay = new Cilium({ ipam: 'cluster-pool', hubble: false });
    expect(rules(resources({ network: overlay }))).toEqual([
      'egress-internet-from-node-all',
      'egress-node-from-control-plane-tcp-10250-10250',
      'egress-node-from-control-plane-tcp-443-443',
      'egress-node-from-control-plane-tcp-4443-4443',
      'egress-node-from-control-plane-tcp-8443-8443',
      'egress-node-from-control-plane-tcp-9443-9443',
      'ingress-control-plane-from-node-tcp-443-443',
      'ingress-node-from-control-plane-tcp-10250-10250',
      'ingress-node-from-control-plane-tcp-443-443',
      'ingress-node-from-control-plane-tcp-4443-4443',
      'ingress-node-from-control-plane-tcp-8443-8443',
      'ingress-node-from-control-plane-tcp-9443-9443',
      'ingress-node-from-node-icmp',
      'ingress-node-from-node-tcp-10250-10250',
      'ingress-node-from-node-tcp-4240-4240',
      'ingress-node-from-node-tcp-53-53',
      'ingress-node-from-node-udp-53-53',
      'ingress-node-from-node-udp-8472-8472',
    ]);
  });

  it('gives nodes its own groups instead of the one that lets everything through', () => {
    const all = resources();
    expect(all['aws_launch_template.launch-template-general']?.vpc_security_group_ids).toEqual([
      '${aws_security_group.group-nodes.id}',
    ]);
    expect(all['aws_eks_cluster.cluster']?.vpc_config).toMatchObject({
      security_group_ids: ['${aws_security_group.group-control-plane.id}'],
    });
    for (const group of ['nodes', 'control-plane']) {
      const { ingress, egress } = all[`aws_security_group.group-${group}`] ?? {};
      expect({ ingress, egress }).toEqual({ ingress: undefined, egress: undefined });
    }
  });

  it('lets pods with addresses of the VPC talk to each other', () => {
    expect(rules(resources())).toContain('ingress-node-from-node-all');
    expect(rules(resources({ network: new Cilium({ ipam: 'cluster-pool' }) }))).not.toContain(
      'ingress-node-from-node-all',
    );
  });

  it("opens what a plugin asks for, in EC2's words", () => {
    const all = asked([
      port('web', { from: 'load-balancer', to: 'node', protocol: 'tcp', range: [30000, 30007] }),
      port('esp', { from: 'node', to: 'node', protocol: 'esp' }),
      port('ipip', { from: 'node', to: 'node', protocol: 'ipip' }),
      port('any-udp', { from: 'internet', to: 'node', protocol: 'udp' }),
      port('ping', { from: 'node', to: 'node', protocol: 'icmp' }),
    ]);
    const rule = (name: string) => {
      const { from_port, to_port, ip_protocol, cidr_ipv4 } =
        all[`aws_vpc_security_group_ingress_rule.ingress-node-from-${name}`] ?? {};
      return [ip_protocol, from_port, to_port, cidr_ipv4];
    };
    expect(rule('load-balancer-tcp-30000-30007')).toEqual(['tcp', 30000, 30007, '10.0.0.0/16']);
    expect(rule('node-esp')).toEqual(['50', undefined, undefined, undefined]);
    expect(rule('node-ipip')).toEqual(['4', undefined, undefined, undefined]);
    expect(rule('internet-udp')).toEqual(['udp', 0, 65535, '0.0.0.0/0']);
    expect(rule('node-icmp')).toEqual(['icmp', -1, -1, undefined]);
  });

  it('makes one rule of connections that are the same, because EC2 refuses a second, and says every reason', () => {
    const one = port(
      'one',
      { from: 'pod', to: 'pod', protocol: 'tcp', range: [15012, 15012] },
      'proxies ask for certificates',
    );
    const two = port(
      'two',
      { from: 'node', to: 'pod', protocol: 'tcp', range: [15012, 15012] },
      "the node's proxy does too",
    );
    const rule = asked([one, two])['aws_vpc_security_group_ingress_rule.ingress-node-from-node-tcp-15012-15012'];
    expect(rule?.description).toBe('proxies ask for certificates; the nodes proxy does too');
  });

  it('says why in what EC2 takes as a description', () => {
    const because = `„quotes“ — and 'more' <than> ${'x'.repeat(300)}`;
    const all = asked([port('odd', { from: 'node', to: 'node', protocol: 'tcp', range: [1, 1] }, because)]);
    const { description } = all['aws_vpc_security_group_ingress_rule.ingress-node-from-node-tcp-1-1'] ?? {};
    expect(description).toMatch(/^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]{1,255}$/);
  });

  it('keeps a pool that a port names in a group of its own', () => {
    const pools = [
      { name: 'general', cpu: 2, min: 1 },
      { name: 'gateway', cpu: 2, min: 1 },
    ];
    const all = resources({
      pools,
      mesh: asking(port('in', { from: 'internet', to: { pool: 'gateway' }, protocol: 'tcp', range: [443, 443] })),
    });
    expect(
      all['aws_vpc_security_group_ingress_rule.ingress-pool-gateway-from-internet-tcp-443-443']?.security_group_id,
    ).toBe('${aws_security_group.group-pool-gateway.id}');
    expect(all['aws_launch_template.launch-template-gateway']?.vpc_security_group_ids).toEqual([
      '${aws_security_group.group-nodes.id}',
      '${aws_security_group.group-pool-gateway.id}',
    ]);
    expect(all['aws_launch_template.launch-template-general']?.vpc_security_group_ids).toHaveLength(1);
  });

  it('lets operators of connected networks in by the private endpoint', () => {
    const all = resources({ eks: { privateAccess: ['192.168.7.0/24'] } });
    const rule = all['aws_vpc_security_group_ingress_rule.ingress-control-plane-from-192-168-7-0-24-tcp-443-443'];
    expect(rule).toMatchObject({
      cidr_ipv4: '192.168.7.0/24',
      security_group_id: '${aws_security_group.group-control-plane.id}',
    });
  });
});

describe('network file systems', () => {
  const all = resources({ storage: [new CloudFiles({ name: 'shared' })] });

  it('are encrypted, and there in every zone', () => {
    expect(all['aws_efs_file_system.file-system-shared']).toMatchObject({
      encrypted: true,
      throughput_mode: 'elastic',
    });
    const targets = Object.keys(all).filter(each => each.startsWith('aws_efs_mount_target.'));
    expect(targets).toEqual(['a', 'b', 'c'].map(zone => `aws_efs_mount_target.mount-target-shared-private-${zone}`));
  });

  it('are reached from nodes by NFS and in no other way', () => {
    const group = '${aws_security_group.group-file-systems.id}';
    const into = Object.entries(all)
      .filter(([, block]) => block.security_group_id === group)
      .map(([name]) => name);
    expect(into).toEqual(['aws_vpc_security_group_ingress_rule.ingress-file-system-from-node-tcp-2049-2049']);
    expect(all['aws_efs_mount_target.mount-target-shared-private-a']?.security_groups).toEqual([group]);
  });
});
