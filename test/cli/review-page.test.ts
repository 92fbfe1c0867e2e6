import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { EXIT, REVIEW_USAGE } from '../../cli/review';
import { emptyFolder } from '../folder';
import { read, root } from '../house/source';

const page = read('REVIEW.md');
const [usage, example] = [...page.matchAll(/^```(?:markdown)?\n([\s\S]*?)\n```$/gm)].map(([, text]) => text);
const workflow = /^```yaml\n([\s\S]*?)^```$/m.exec(page)?.[1] as string;

interface Workflow {
  readonly jobs: {
    readonly review: {
      readonly steps: readonly { readonly name?: string; readonly run?: string; readonly uses?: string }[];
    };
  };
}

const { steps } = (parse(workflow) as Workflow).jobs.review;

test('shows the usage as it is printed', () => expect(usage).toBe(REVIEW_USAGE));

test('shows a review as it is written', () => {
  const golden = readFileSync(join(root, 'test/review/golden/endpoint-opened-to-everybody.md'), 'utf8');
  expect(example).toBe(golden.trim());
});

test('has a row for every exit code', () => {
  const codes = [...page.matchAll(/^\| (\d) \|/gm)].map(([, code]) => Number(code));
  expect(codes).toEqual(Object.values(EXIT).sort());
});

test('names each action with its version', () => {
  expect(steps.flatMap(({ uses }) => uses ?? []).filter(uses => !/^actions\/[\w-]+@v\d+$/.test(uses))).toEqual([]);
});

describe('the workflow’s step that reviews', () => {
  const folder = emptyFolder();
  const program = steps.find(({ name }) => name === 'Review')?.run as string;

  /** Runs it as GitHub does, with a command that ends with some code. */
  function run(code: number): { ended: number; said: string; output: string } {
    const at = join(folder, String(code));
    mkdirSync(join(at, 'head'), { recursive: true });
    writeFileSync(join(at, 'npx'), `#!/bin/sh\necho "$@"\nexit ${code}\n`);
    chmodSync(join(at, 'npx'), 0o755);
    const files = { GITHUB_STEP_SUMMARY: join(at, 'summary'), GITHUB_OUTPUT: join(at, 'output') };
    let ended = 0;
    try {
      execFileSync('bash', ['-e', '-c', program], {
        cwd: at,
        env: { PATH: `${at}:${process.env.PATH}`, ...files },
        stdio: 'ignore',
      });
    } catch (error) {
      ended = (error as { status: number }).status;
    }
    const text = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : '');
    return { ended, said: text(files.GITHUB_STEP_SUMMARY), output: text(files.GITHUB_OUTPUT) };
  }

  test.each([EXIT.same, EXIT.changed, EXIT.attention])('passes with code %i, and hands it on', code => {
    expect(run(code)).toEqual({
      ended: 0,
      said: 'tenon review ../base/cdktf.out cdktf.out --mermaid\n',
      output: `code=${code}\n`,
    });
  });

  test('fails where the folders cannot be read', () =>
    expect(run(EXIT.trouble)).toMatchObject({ ended: 2, output: '' }));
});
