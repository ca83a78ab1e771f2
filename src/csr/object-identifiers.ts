// The object identifiers a request may hold, as the hex of their content octets, which is what the reader compares.

export const keyTypes = { rsa: '2a864886f70d010101', ec: '2a8648ce3d0201' } as const;

export const curves = { '2a8648ce3d030107': 'P-256', '2b81040022': 'P-384' } as const;

export const signatures = {
  '2a864886f70d01010b': { type: 'rsa', hash: 'sha256' },
  '2a864886f70d01010c': { type: 'rsa', hash: 'sha384' },
  '2a864886f70d01010d': { type: 'rsa', hash: 'sha512' },
  '2a8648ce3d040302': { type: 'ec', hash: 'sha256' },
  '2a8648ce3d040303': { type: 'ec', hash: 'sha384' },
  '2a8648ce3d040304': { type: 'ec', hash: 'sha512' },
} as const;

export const RSA_PSS = '2a864886f70d01010a';
export const MGF1 = '2a864886f70d010108';
export const hashes = {
  '608648016503040201': 'sha256',
  '608648016503040202': 'sha384',
  '608648016503040203': 'sha512',
} as const;
export type Hash = (typeof hashes)[keyof typeof hashes];

export const COMMON_NAME = '550403';
/** PKCS#9's attribute, and the one Windows' certreq writes beside or instead of it. */
export const extensionRequests: readonly string[] = ['2a864886f70d01090e', '2b06010401823702010e'];
export const SUBJECT_ALTERNATIVE_NAME = '551d11';
export const BASIC_CONSTRAINTS = '551d13';
export const KEY_USAGE = '551d0f';

/** The entry of a table above for what a stranger wrote, which may be `constructor`. */
export const lookUp = <Table extends object>(table: Table, oid: string): Table[keyof Table] | undefined =>
  Object.hasOwn(table, oid) ? table[oid as keyof Table] : undefined;
