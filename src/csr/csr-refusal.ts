/** Why a request is refused. Each code has its words in the locale block `csr`, which take the values named here. */
export type CsrRefusal =
  | 'csr-too-large' // over 16 kB; nothing of it is looked at
  | 'csr-private-key' // a private key, or a store that holds one, alone or beside the request
  | 'csr-several' // more than one request
  | 'csr-certificate' // a certificate instead of a request
  | 'csr-incomplete' // cut off: the end is missing
  | 'csr-unreadable' // not a PKCS#10 request in DER or PEM
  | 'csr-key-type' // neither RSA nor EC, or a key that may only be used for RSA-PSS
  | 'csr-key-size' // { bits }
  | 'csr-exponent'
  | 'csr-curve' // neither P-256 nor P-384
  | 'csr-point' // not a point of its curve, or compressed
  | 'csr-hash' // signed with SHA-1 or an older or unknown hash
  | 'csr-authority' // asks for a certificate that may sign others
  | 'csr-no-name' // names no domain at all
  | 'csr-name-kind' // an address, an e-mail or another name that is no domain
  | 'csr-names' // { found, domain } names another domain
  | 'csr-blocked-key' // known to be in strangers' hands
  | 'csr-weak-factors' // the modulus has a factor under 752
  | 'csr-weak-roca' // CVE-2017-15361
  | 'csr-weak-fermat' // the two primes are too close (CVE-2022-26320)
  | 'csr-signature'; // was not signed with the key it holds

export type Refused = { readonly because: CsrRefusal; readonly values?: Readonly<Record<string, string | number>> };
