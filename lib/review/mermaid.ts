import { visible } from './escape';
import type { ClusterReview, Review } from './model';

/** Clusters of one picture; more than that nobody reads. */
const MOST = 20;

/** A picture of the clusters as they will be, and of those that go, in Mermaid's syntax. What changes is marked. */
export function mermaid({ clusters }: Review): string {
  const shown = [...clusters].sort((one, other) => rank(one) - rank(other)).slice(0, MOST);
  const rest = clusters.length - shown.length;
  return [
    'flowchart LR',
    ...shown.flatMap((cluster, index) => clusterNodes(cluster, `c${index}`)),
    ...(rest > 0 ? [`  rest["${label(`and ${rest} more clusters`)}"]`] : []),
    '  classDef added stroke:#1a7f37,stroke-width:3px',
    '  classDef removed stroke:#cf222e,stroke-width:3px,stroke-dasharray:5 5',
    '  classDef changed stroke:#9a6700,stroke-width:3px',
    '',
  ].join('\n');
}

/** Those that change come first. */
function rank({ fate }: ClusterReview): number {
  return fate === 'same' ? 1 : 0;
}

function clusterNodes(cluster: ClusterReview, id: string): string[] {
  const { name, fate, base, head, changes } = cluster;
  const sketch = head ?? base;
  if (!sketch) return [];
  const plane = `  ${id}cp["${label('control plane', `Kubernetes ${sketch.kubernetes}`)}"]`;
  const { lines, marks } = poolNodes(cluster, id);
  const plugins = sketch.plugins.map((plugin, index) => `    ${id}x${index}(["${label(plugin)}"])`);
  const upgraded = fate === 'changed' && changes.some(({ topic }) => topic === 'kubernetes');
  return [
    `  subgraph ${id}["${label(name, `${sketch.infrastructure}${fate === 'same' ? '' : `, ${fate}`}`)}"]`,
    `  ${plane}`,
    ...lines,
    ...plugins,
    '  end',
    ...waysIn(cluster, id),
    ...sketch.plugins.map((_, index) => `  ${id}cp -.- ${id}x${index}`),
    ...marks,
    ...(fate === 'same' ? [] : [`  class ${id} ${fate}`]),
    ...(upgraded ? [`  class ${id}cp changed`] : []),
  ];
}

function poolNodes({ base, head, fate, changes }: ClusterReview, id: string): { lines: string[]; marks: string[] } {
  const there = (head ?? base)?.pools ?? [];
  const gone = head ? (base?.pools ?? []).filter(pool => !there.some(({ name }) => name === pool.name)) : [];
  const pools = [...there, ...gone];
  const lines = pools.map(({ name, machine, min, max }, index) => {
    const count = min === max ? `${max}` : `${min} to ${max}`;
    return `    ${id}p${index}[["${label(`pool ${name}`, `${count} × ${machine}`)}"]]`;
  });
  const marks = pools.flatMap(({ name }, index) => {
    const change = changes.find(({ topic, subject }) => topic === 'pool' && subject === name);
    const kind = change?.happens === 'added' || change?.happens === 'removed' ? change.happens : 'changed';
    return [
      `  ${id}cp --- ${id}p${index}`,
      ...(change && fate === 'changed' ? [`  class ${id}p${index} ${kind}`] : []),
    ];
  });
  return { lines, marks };
}

/** Who is let in now and was not, or is no more. */
function waysIn({ changes }: ClusterReview, id: string): string[] {
  return changes
    .filter(({ topic, subject }) => topic === 'reach' && subject.includes('the API server'))
    .flatMap(({ happens, subject, says }, index) => {
      const from = subject.split(' → ')[0] ?? subject;
      const node = `${id}w${index}`;
      const arrow = happens === 'opened' ? '==>' : '-.->';
      return [
        `  ${node}{{"${label(from)}"}} ${arrow}|"${label(`${happens}: ${says ?? ''}`)}"| ${id}cp`,
        `  class ${node} ${happens === 'opened' ? 'added' : 'removed'}`,
      ];
    });
}

/** Text of anybody's as a label, line by line: nothing in it ends the label or is taken for markup. */
function label(...lines: readonly string[]): string {
  const escaped = lines.map(line => visible(line).replace(/[^\w .,:/×–-]/g, each => `#${each.codePointAt(0)};`));
  return escaped.join('<br/>');
}
