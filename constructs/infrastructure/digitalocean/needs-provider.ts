const PACKAGE = '@cdktf/provider-digitalocean';

// Imported before anything that loads the package, which is installed by those who use this cloud only.
try {
  require.resolve(`${PACKAGE}/package.json`);
} catch {
  throw new Error(`'tenon/digitalocean' needs the package '${PACKAGE}': npm install ${PACKAGE}@^13.14.0`);
}
