import type { Decisions, Finding, Rule } from '../../lib/spi';

/** What `Manifests` cannot see to itself: it writes files, and somebody else applies them. */
export function manifestsRules(name: string): readonly Rule[] {
  return [
    {
      code: 'MANIFESTS-01',
      severity: 'warning',
      see: 'https://kubernetes.io/docs/concepts/extend-kubernetes/compute-storage-net/network-plugins/',
      check: decisions => betweenStacks(name, decisions),
    },
  ];
}

/** A network that has to be applied by hand in the middle of a deployment. */
function betweenStacks(name: string, decisions: Decisions): Finding[] {
  const { name: cluster } = decisions.cluster;
  const networks = networksToApply(decisions);
  if (networks.length === 0 || isTakenEarlier(name, decisions)) return [];
  return [
    {
      because: `'${networks.join("', '")}' has to be applied after stack '${cluster}' and before '${cluster}-nodes', whose nodes never get ready without it, and nothing that deploys every stack at once stops there`,
      fix: `deploy '${cluster}', apply what is in stage 'network' of manifests/${cluster}, then deploy the rest and acknowledge MANIFESTS-01, or put TerraformHelm first in 'deliveries'`,
    },
  ];
}

/** Networks that neither the infrastructure nor the service installs. */
function networksToApply(decisions: Decisions): string[] {
  const byService = decisions.suppliers('network/addon');
  return decisions.plugins
    .filter(({ socket, as }) => socket === 'network' && as === 'install')
    .map(({ name, label }) => (label === undefined ? name : `${name}/${label}`))
    .filter(network => !byService.includes(network));
}

/** Whether a delivery that is named before this one brings what is there before any node. */
function isTakenEarlier(own: string, decisions: Decisions): boolean {
  const deliveries = decisions.plugins.filter(({ socket }) => socket === 'delivery').map(({ name }) => name);
  const earlier = deliveries.slice(0, deliveries.indexOf(own));
  return earlier.some(name => decisions.suppliers('delivery/from-outside').includes(name));
}
