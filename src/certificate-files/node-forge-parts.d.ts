// The parts of node-forge that the key page bundles; the whole would be ten times as large.
declare module 'node-forge/lib/cipher.js' {
  const cipher: typeof import('node-forge').cipher;
  export default cipher;
}
declare module 'node-forge/lib/util.js' {
  const util: typeof import('node-forge').util;
  export default util;
}
declare module 'node-forge/lib/des.js';
