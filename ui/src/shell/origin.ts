/** What a service's address says of where it is. */

/** The service is on this computer: the practice server, or one on a loopback address. */
export function staysHere(origin: string): boolean {
  if (origin.startsWith('practice:')) return true;
  try {
    const host = new URL(origin).hostname;
    return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
  } catch {
    return false;
  }
}
