import { googleReview } from '../../../../constructs/infrastructure/google/review';
import type { Fields } from '../../../../lib/review/data';
import { portsOf } from '../../../../lib/review/reach';
import type { Plan, Pool } from '../../../../lib/spi';
import { resourcesIn } from '../resources';

function reach(resource: Fields): string[] {
  const openings = googleReview.reach?.(resourcesIn(resource)) ?? [];
  return openings.map(each => `${each.from} → ${each.to} ${portsOf(each)}`);
}

const cluster = (rest: Fields) => ({ google_container_cluster: { c: { name: 'shop', ...rest } } });
const ranges = { cidr_blocks: [{ cidr_block: '203.0.113.0/24' }] };

test.each([
  ['everybody without authorized networks', {}, ['0.0.0.0/0 → the API server of shop tcp 443']],
  [
    'the ranges that are authorized',
    { master_authorized_networks_config: ranges },
    ['203.0.113.0/24 → the API server of shop tcp 443'],
  ],
  [
    'connected ranges, by a private endpoint',
    { private_cluster_config: { enable_private_endpoint: true }, master_authorized_networks_config: ranges },
    ['203.0.113.0/24 → the API server of shop, privately tcp 443'],
  ],
  [
    'whoever IAM lets, by the DNS name',
    {
      private_cluster_config: { enable_private_endpoint: true },
      control_plane_endpoints_config: { dns_endpoint_config: { allow_external_traffic: true } },
    },
    ['whoever IAM lets → the API server of shop, by DNS name tcp 443'],
  ],
])('lets in %s', (_, rest, expected) => expect(reach(cluster(rest as Fields))).toEqual(expected));

test('firewalls let in and out what they say', () => {
  const allow = [{ protocol: 'tcp', ports: ['443', '8000-9000'] }];
  const rules = {
    in: { direction: 'INGRESS', source_ranges: ['10.0.0.0/28'], target_tags: ['node'], allow },
    tags: { source_tags: ['a'], target_tags: ['b'], allow: { protocol: 'all' } },
    out: { direction: 'EGRESS', destination_ranges: ['0.0.0.0/0'], allow: [{ protocol: 'icmp' }] },
    off: { disabled: true, source_ranges: ['0.0.0.0/0'], allow },
  };
  expect(reach({ google_compute_firewall: rules })).toEqual([
    '10.0.0.0/28 → node tcp 443',
    '10.0.0.0/28 → node tcp 8000-9000',
    'a → b every port',
    'google_compute_firewall.out → 0.0.0.0/0 icmp',
  ]);
});

test('members of roles may do what the role says', () => {
  const resource = {
    google_service_account: { nodes: {} },
    google_project_iam_member: {
      m: { project: 'acme', role: 'roles/viewer', member: '${google_service_account.nodes.member}' },
    },
  };
  expect(googleReview.grants?.(resourcesIn(resource))).toEqual([
    { who: 'google_service_account.nodes', may: 'roles/viewer', on: 'acme' },
  ]);
});

test.each([
  [
    { upgrade_settings: { strategy: 'SURGE', max_surge: 2, max_unavailable: 1 } },
    'up to 2 more at a time, and at most 1 away',
  ],
  [{ upgrade_settings: [{ strategy: 'BLUE_GREEN' }] }, 'as many new nodes come before the old ones are drained'],
  [{}, 'Google does it in its own time, as the pool says'],
])('says how a pool rolls: %j', (made, expected) => {
  const pool = googleReview.pool?.({} as Plan, { name: 'general' } as Pool);
  expect(pool?.pace(made)).toBe(expected);
});
