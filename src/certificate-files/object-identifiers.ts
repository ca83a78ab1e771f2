// Object identifiers as the hex of their content octets.
export const commonName = '550403';
export const subjectAlternativeName = '551d11';
export const extensionRequest = '2a864886f70d01090e';
export const friendlyName = '2a864886f70d010914';
export const localKeyId = '2a864886f70d010915';

export const rsa = '2a864886f70d010101';
export const ec = '2a8648ce3d0201';
export const sha256WithRsa = '2a864886f70d01010b';
export const ecdsaWithSha256 = '2a8648ce3d040302';
export const sha1 = '2b0e03021a';
export const sha256 = '608648016503040201';

/** PKCS#5 (RFC 8018). */
export const pbes2 = '2a864886f70d01050d';
export const pbkdf2 = '2a864886f70d01050c';
export const hmacWithSha256 = '2a864886f70d0209';
export const aes256Cbc = '60864801650304012a';

/** PKCS#7 and PKCS#12 (RFC 7292). */
export const pkcs7Data = '2a864886f70d010701';
export const pkcs7EncryptedData = '2a864886f70d010706';
export const shroudedKeyBag = '2a864886f70d010c0a0102';
export const certificateBag = '2a864886f70d010c0a0103';
export const x509Certificate = '2a864886f70d01091601';
export const sha1And3Des = '2a864886f70d010c0103';

/** Sun's own protection of keys in a JKS. */
export const jksProtection = '2b060104012a02110101';
