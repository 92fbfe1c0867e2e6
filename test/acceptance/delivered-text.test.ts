import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { TerraformHelm } from 'tenon/delivery';
import type { Data } from 'tenon/spi';
import { deliver, object, release } from '../constructs/delivery/stage-set';
import { describeWith, tool } from './needs';

const folder = mkdtempSync(join(tmpdir(), 'tenon-text-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Made of what YAML, Helm and Terraform read as something else. */
const text = fc
  .array(
    fc.constantFrom(
      ...[
        '{{',
        '}}',
        '{{-',
        '{{/*',
        '{',
        '}',
        '${',
        '$',
        '%{',
        '"',
        "'",
        '\\',
        '#',
        ': ',
        '- ',
        '---',
        '...',
        ',',
        '[',
        ']',
      ],
      ...[
        '\n',
        '\t',
        ' ',
        '\r',
        '\u0085',
        '\u2028',
        '\u00a0',
        '\u0007',
        '\u007f',
        '\ufeff',
        '\u001b',
        '|',
        '>',
        '&a',
        '*a',
      ],
      ...['!x', '%', '@', '`', '=', 'a', 'é', '😀', '0', '1.0', '~', 'null', 'yes', 'LATE0X'],
    ),
    { maxLength: 8 },
  )
  .map(parts => parts.join(''));
const number = fc.constantFrom(
  '0x1F',
  '0b1',
  '0o7',
  '07',
  '1e3',
  '.5',
  '-.inf',
  '.NaN',
  '1_0',
  '12:30',
  '2001-01-01',
  '+1',
);
const word = fc.constantFrom('y', 'n', 'no', 'on', 'OFF', 'True', 'Null', '', '<<', '1.', '? x');
const scalar = fc.oneof(
  text,
  number,
  word,
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);
const key = fc.oneof(text, number, fc.constantFrom('y', 'no', 'null', '-', 'a b'));
const { tree } = fc.letrec(tie => ({
  tree: fc.oneof({ maxDepth: 3 }, scalar, fc.array(tie('tree')), fc.dictionary(key, tie('tree'))),
}));

const samples = fc.sample(tree, { numRuns: 500, seed: 1 }).map(plain);

/** Values that Terraform and Helm fill in. */
const HOST = 'https://x"\\{{é}}${a}\n';

describeWith('charts of objects', { helm: tool('helm') }, ({ helm }) => {
  const render = (chart: string, values: object) =>
    execFileSync(helm, ['template', 'x', chart, '--values', '-'], { input: JSON.stringify(values), maxBuffer: 1 << 28 })
      .toString()
      .split(/^---\n(?=# Source)/m)
      .slice(1);

  test('Helm renders every object as it was contributed', () => {
    const items = samples.map((spec, index) =>
      object(`o${index}`, {
        apiVersion: 'example.com/v1',
        kind: 'Thing',
        metadata: { name: `o${index}` },
        spec,
        late: [{ $fact: 'endpoint/host' }],
      }),
    );
    write(deliver(new TerraformHelm(), items, { 'endpoint/host': '${var.host}' }).files);
    const chart = join(folder, 'platform/charts/things-platform-objects');
    const rendered = render(chart, { late: { 'fact/endpoint/host': HOST } });
    const read = new Map(asHelmReads(rendered).map(each => [each.metadata.name, each]));
    for (const { id, spec } of items) expect(read.get(id)).toEqual({ ...spec, late: [HOST] });
  });

  /** YAML documents as Helm's own parser understands them. */
  function asHelmReads(documents: readonly string[]): { metadata: { name: string } }[] {
    const loop = '{{ range $path, $_ := .Files.Glob "files/*" }}\n---\njson: ';
    const one = '{{ $.Files.Get $path | fromYaml | toJson | b64enc }}\n{{ end }}';
    write({
      'echo/Chart.yaml': 'apiVersion: v2\nname: echo\nversion: 1.0.0\n',
      'echo/templates/echo.yaml': loop + one,
      ...Object.fromEntries(documents.map((document, index) => [`echo/files/${index}.yaml`, document])),
    });
    const [output = ''] = [render(join(folder, 'echo'), {}).join('')];
    const encoded = [...output.matchAll(/^json: (.*)$/gm)].map(([, json]) => Buffer.from(json as string, 'base64'));
    return encoded.map(json => JSON.parse(json.toString()) as { metadata: { name: string } });
  }
});

describeWith('values of releases', { terraform: tool('terraform') }, ({ terraform }) => {
  test('Terraform gives every value as it was contributed, and late ones as they turn out', () => {
    const values = { list: [...samples, { $fact: 'endpoint/host' }], port: { $fact: 'endpoint/port' } };
    const facts = { 'endpoint/host': '${var.host}', 'endpoint/port': '${var.port}' };
    const { locals, resource } = deliver(new TerraformHelm(), [release('x', { values })], facts).terraform('platform');
    const program = {
      variable: { host: { type: 'string' }, port: { default: 443 } },
      locals,
      output: { late: { value: resource?.helm_release.x?.values[1] } },
    };
    write({ 'terraform/main.tf.json': JSON.stringify(program) });
    run('init');
    run('apply', '-auto-approve');
    expect(JSON.parse(run('output', '-raw', 'late'))).toEqual({ list: [...samples, HOST], port: 443 });
  });

  function run(...args: string[]): string {
    const env = { ...process.env, TF_CLI_CONFIG_FILE: '/dev/null', CHECKPOINT_DISABLE: '1', TF_VAR_host: HOST };
    return execFileSync(terraform, args, { cwd: join(folder, 'terraform'), env, encoding: 'utf8', maxBuffer: 1 << 28 });
  }
});

function write(files: { readonly [path: string]: string }): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/** As JSON has it, and composed as Terraform composes all text. */
function plain(sample: unknown): Data {
  return JSON.parse(JSON.stringify(sample).normalize('NFC')) as Data;
}
