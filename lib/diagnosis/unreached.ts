/**
 * Where to look first when these errors of the browser say that no service was reached, each place once; null where
 * none of them does.
 */
export function ofTheNetwork(calls: readonly { failure: string | null }[]): string | null {
  const places = new Set(calls.map(({ failure }) => placeOf(failure ?? '')).filter((place) => place !== null));
  return places.size === 0 ? null : [...places].join('; and ');
}

function placeOf(failure: string): string | null {
  if (/CERT|SSL|SEC_ERROR/.test(failure)) return 'the certificate of the host, and its chain';
  if (/NAME_NOT_RESOLVED|UNKNOWN_HOST|resolve host/i.test(failure))
    return 'the DNS entry of the host, and the address that the page was built with';
  return null;
}
