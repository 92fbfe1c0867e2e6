const PACKAGE = '@cdktf/provider-aws';

// Imported before anything that loads the package, which is installed by those who use this cloud only.
try {
  require.resolve(`${PACKAGE}/package.json`);
} catch {
  throw new Error(`'tenon/aws' needs the package '${PACKAGE}': npm install ${PACKAGE}@^21.22.0`);
}
