import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

/**
 * The HTTP status of a path at a service on this host.
 *
 * @throws {Error} if no answer comes within `timeoutMs`.
 */
export function statusOf(port: number, path: string, tls: boolean, timeoutMs: number): Promise<number> {
  // The certificate is for the service's public name, and this request stays on loopback.
  const options = { host: '127.0.0.1', port, path, rejectUnauthorized: false, timeout: timeoutMs };
  return new Promise((resolve, reject) => {
    const request = (tls ? requestHttps : requestHttp)(options, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on('timeout', () => request.destroy(new Error(`no answer within ${timeoutMs} ms`)));
    request.on('error', reject);
    request.end();
  });
}
