import { digitaloceanReview } from '../../../../constructs/infrastructure/digitalocean/review';
import type { Fields } from '../../../../lib/review/data';
import { portsOf } from '../../../../lib/review/reach';
import { resourcesIn } from '../resources';

function reach(resource: Fields): string[] {
  const openings = digitaloceanReview.reach?.(resourcesIn(resource)) ?? [];
  return openings.map(each => `${each.from} → ${each.to} ${portsOf(each)}`);
}

const cluster = (rest: Fields) => ({ digitalocean_kubernetes_cluster: { c: { name: 'shop', ...rest } } });

test('the endpoint is open to everybody without a firewall that is on', () => {
  const allowed_addresses = ['203.0.113.0/24'];
  expect(reach(cluster({}))).toEqual(['0.0.0.0/0 → the API server of shop tcp 443']);
  expect(reach(cluster({ control_plane_firewall: { enabled: false, allowed_addresses } }))).toEqual([
    '0.0.0.0/0 → the API server of shop tcp 443',
  ]);
  expect(reach(cluster({ control_plane_firewall: { enabled: true, allowed_addresses } }))).toEqual([
    '203.0.113.0/24 → the API server of shop tcp 443',
  ]);
});

test('firewalls of the user’s own let in what they say', () => {
  const inbound_rule = [
    { protocol: 'tcp', port_range: '8000-9000', source_addresses: ['10.0.0.0/8'] },
    { protocol: 'udp', port_range: 'all', source_addresses: ['0.0.0.0/0'] },
  ];
  expect(reach({ digitalocean_firewall: { f: { inbound_rule } } })).toEqual([
    '10.0.0.0/8 → digitalocean_firewall.f tcp 8000-9000',
    '0.0.0.0/0 → digitalocean_firewall.f udp',
  ]);
});

test('nodes may pull from the registry where it is integrated', () => {
  const grants = (rest: Fields) => digitaloceanReview.grants?.(resourcesIn(cluster(rest)));
  expect(grants({ registry_integration: true })).toMatchObject([{ who: 'nodes of shop' }]);
  expect(grants({ registry_integration: false })).toEqual([]);
});
