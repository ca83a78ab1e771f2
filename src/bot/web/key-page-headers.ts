const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  // No text can become markup or script, whatever a mistake of ours does with it.
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
];

/** Nothing foreign is loaded, nothing is sent elsewhere, and no script runs whose hash the page does not name. */
export const keyPageHeaders = {
  'content-security-policy': policy.join('; '),
  'integrity-policy': 'blocked-destinations=(script)',
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;
