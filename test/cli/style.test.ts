import { styleFor } from '../../cli/style';

const styled = (isTTY: boolean | undefined, env: NodeJS.ProcessEnv) => styleFor({ isTTY }, env)('grave', 'x') !== 'x';

test('colours what a terminal shows', () => expect(styled(true, {})).toBe(true));

test.each([
  ['a file or a pipe', undefined, {}],
  ['a pipe of a pipeline that asks for colours elsewhere', undefined, { CI: '1', FORCE_COLOR: '1' }],
  ['whoever sets NO_COLOR', true, { NO_COLOR: '1' }],
  ['a terminal that has none', true, { TERM: 'dumb' }],
])('leaves colours out for %s', (_, isTTY, env) => expect(styled(isTTY, env)).toBe(false));
