/** The last step of `npm run build`: makes what the package's indexes offer load when it is used. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lazyExports } from './lazy-exports';

const constructs = join(__dirname, '../constructs');
const files = readdirSync(constructs, { recursive: true, encoding: 'utf8' });
for (const file of files.filter(name => /(?:^|[\\/])index\.js$/.test(name))) {
  const path = join(constructs, file);
  writeFileSync(path, lazyExports(readFileSync(path, 'utf8')));
}
