import { Flannel } from 'tenon/network';
import { Containerd } from 'tenon/runtime';
import type { Plan, Where } from 'tenon/spi';
import { planOf } from 'tenon/testing';
import { AcmeBoot } from '../../machines/acme-boot';
import { AcmeMachines } from '../../machines/acme-machines';

const bootstrap = new AcmeBoot();
const planned = (network: Flannel, infrastructure = new AcmeMachines()) =>
  planOf({ infrastructure, bootstrap, network, runtime: new Containerd(), addresses: { pods: '100.64.0.0/16' } });

const programOf = (plan: Plan, on: Where) => bootstrap.program(plan, on).userData;
const controlPlane: Where = { role: 'control-plane' };
const pool: Where = { pool: 'general' };

test('finds on machines of a third party what it needs, and they find what it needs of them', () => {
  const { plan, problems, warnings } = planned(new Flannel({ backend: 'host-gw', netpol: true }));
  expect([...problems, ...warnings]).toEqual([]);
  expect(plan?.capabilities).toMatchObject({
    'network/node-ranges': [{ by: 'acme-boot', value: 'allocated' }],
    'network/services': [{ by: 'acme-boot', value: 'iptables' }],
    'network/policy': [{ by: 'flannel' }],
  });
  expect(plan?.stacks.map(({ stages }) => stages)).toEqual([['control-plane'], ['network'], ['nodes', 'platform']]);
});

test('carries the range that the control plane gives nodes parts of [CNI-07]', () => {
  const { plan } = planned(new Flannel());
  expect(plan?.items.find(({ kind }) => kind === 'helm-release')?.spec).toMatchObject({
    values: { podCidr: '100.64.0.0/16' },
  });
  expect(programOf(plan!, controlPlane)).toContain('"acme-allocator","--cluster-cidr","100.64.0.0/16"');
  expect(programOf(plan!, pool)).not.toContain('acme-allocator');
});

test.each([controlPlane, pool])('%j loads the module without which agents stop, before it joins', on => {
  const program = programOf(planned(new Flannel()).plan!, on);
  expect(program).toContain('"/etc/modules-load.d/flannel.conf","content":"br_netfilter\\n"');
  const [modprobe, join] = ['"modprobe","br_netfilter"', '"acme-join"'].map(command => program.indexOf(command));
  expect(modprobe).toBeGreaterThan(0);
  expect(join).toBeGreaterThan(modprobe!);
});

test("refuses 'host-gw' where machines do not share a segment [CNI-06]", () => {
  const apart = new AcmeMachines();
  apart.provides = () => [{ capability: 'cloud', value: 'acme' }];
  expect(planned(new Flannel({ backend: 'host-gw' }), apart).problems).toMatchObject([
    { code: 'CNI-06', path: 'test/network/backend', fix: "use backend: 'vxlan' or 'wireguard'" },
  ]);
  expect(planned(new Flannel(), apart).problems).toEqual([]);
});
