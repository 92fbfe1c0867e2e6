import { mermaid } from '../../../lib/review/mermaid';
import type { ClusterReview, Review } from '../../../lib/review/model';

const sketch = {
  kubernetes: '1.36',
  infrastructure: 'ground',
  zones: [],
  stacks: [],
  plugins: ["storage disk 'fast'"],
  pools: [],
};
const pool = (name: string) => ({ name, machine: 'small', min: 1, max: 3 });

function picture(...clusters: readonly ClusterReview[]): string {
  return mermaid({
    format: 'tenon.review/1',
    verdict: 'changed',
    attention: [],
    clusters,
    stacks: [],
    files: [],
  } as Review);
}

test('draws clusters, pools and plugins, and marks what changes', () => {
  const drawn = picture({
    name: 'shop',
    fate: 'changed',
    base: { ...sketch, pools: [pool('old')] },
    head: { ...sketch, pools: [pool('general')] },
    changes: [
      { topic: 'pool', happens: 'added', subject: 'general' },
      { topic: 'pool', happens: 'removed', subject: 'old' },
      { topic: 'kubernetes', happens: 'raised', subject: 'Kubernetes' },
      { topic: 'reach', happens: 'opened', subject: '0.0.0.0/0 → the API server of shop', says: 'tcp 443' },
    ],
  });
  expect(drawn).toMatchInlineSnapshot(`
    "flowchart LR
      subgraph c0["shop<br/>ground, changed"]
        c0cp["control plane<br/>Kubernetes 1.36"]
        c0p0[["pool general<br/>1 to 3 × small"]]
        c0p1[["pool old<br/>1 to 3 × small"]]
        c0x0(["storage disk #39;fast#39;"])
      end
      c0w0{{"0.0.0.0/0"}} ==>|"opened: tcp 443"| c0cp
      class c0w0 added
      c0cp -.- c0x0
      c0cp --- c0p0
      class c0p0 added
      c0cp --- c0p1
      class c0p1 removed
      class c0 changed
      class c0cp changed
      classDef added stroke:#1a7f37,stroke-width:3px
      classDef removed stroke:#cf222e,stroke-width:3px,stroke-dasharray:5 5
      classDef changed stroke:#9a6700,stroke-width:3px
    "
  `);
});

test('what others wrote is a label and nothing else', () => {
  const drawn = picture({ name: 'x"] --> y["<script>', fate: 'same', head: sketch, changes: [] });
  expect(drawn).toContain('subgraph c0["x#34;#93; --#62; y#91;#34;#60;script#62;<br/>ground"]');
});

test('draws those that change first, and not too many', () => {
  const many = Array.from({ length: 30 }, (_, index): ClusterReview => ({
    name: `c${index}`,
    fate: 'same',
    head: sketch,
    changes: [],
  }));
  const drawn = picture(...many, { name: 'new', fate: 'added', head: sketch, changes: [] });
  expect(drawn.match(/subgraph/g)).toHaveLength(20);
  expect(drawn).toContain('subgraph c0["new<br/>ground, added"]');
  expect(drawn).toContain('and 11 more clusters');
});
