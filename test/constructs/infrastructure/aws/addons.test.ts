import { Eks, type EksProps } from 'tenon/aws';
import { Calico, Cilium } from 'tenon/network';
import type { Plugin } from 'tenon/spi';
import { planOf } from 'tenon/testing';

const publicAccess = ['203.0.113.0/24'];
const eks = (props: Partial<EksProps> = {}) => new Eks({ region: 'eu-central-1', publicAccess, ...props });

describe('eks', () => {
  it('takes versions and configurations of add-ons, and further add-ons', () => {
    const infrastructure = eks({
      addons: { coredns: { version: 'v1.13.1-eksbuild.1', configuration: { replicaCount: 3 } }, 'metrics-server': {} },
    });
    const { plan } = planOf({ infrastructure });
    const specs = plan?.items.flatMap(item => (item.kind === 'addon' ? [item.spec] : []));
    expect(specs).toContainEqual({
      name: 'coredns',
      version: 'v1.13.1-eksbuild.1',
      configuration: { replicaCount: 3 },
    });
    expect(specs).toContainEqual({ name: 'metrics-server' });
  });

  it('has pods tell their addresses early to an enforcer that reads them, which its add-on then permits', () => {
    const configuration = (props: Partial<EksProps>, network: Plugin<'network'>) =>
      planOf({ infrastructure: eks(props), network }).plan?.items.flatMap(item =>
        item.kind === 'addon' && item.id === 'vpc-cni' ? [item.spec.configuration] : [],
      )[0];
    const calico = new Calico({ policyOnly: true });
    const env = { WARM_IP_TARGET: '2' };
    const addons = (own: { readonly [name: string]: string }) => ({
      addons: { 'vpc-cni': { configuration: { env: own } } },
    });
    expect(configuration({}, calico)).toEqual({ env: { ANNOTATE_POD_IP: 'true' } });
    expect(configuration(addons(env), calico)).toEqual({ env: { ANNOTATE_POD_IP: 'true', ...env } });
    expect(configuration(addons({ ANNOTATE_POD_IP: 'false' }), calico)).toEqual({ env: { ANNOTATE_POD_IP: 'false' } });
    expect(configuration({}, new Cilium({ ipam: 'chained' }))).toBeUndefined();
  });
});
