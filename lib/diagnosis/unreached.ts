/** Where to look first when this error of the browser says that no service was reached; null where it does not. */
export function ofTheNetwork(failure: string): string | null {
  if (/CERT|SSL|SEC_ERROR/.test(failure)) return 'the certificate of the host, and its chain';
  if (/NAME_NOT_RESOLVED|UNKNOWN_HOST|resolve host/i.test(failure))
    return 'the DNS entry of the host, and the address that the page was built with';
  return null;
}
