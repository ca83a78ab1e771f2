// nginx on loopback with a site for each name, all on one port, so that only the name in the handshake tells them apart.
import { existsSync } from 'node:fs';
import { freePort } from '../../support/free-port.ts';
import { type Program, startProgram } from '../../support/program.ts';
import type { ThrowawayAuthority } from './throwaway-authority.ts';

const nginx = '/usr/sbin/nginx';
export const isNginxMissing = !existsSync(nginx);
if (isNginxMissing) console.warn(`Skipped: no ${nginx} (Debian: apt-get install nginx-light)`);

export interface Site {
  readonly host: string;
  /** Own certificate first, as the server sends them. */
  readonly chain: readonly string[];
  readonly key: string;
}

export interface LocalNginx {
  readonly port: number;
  /** Without TLS. */
  readonly plainPort: number;
  stop(): Promise<void>;
}

/** What asks for any other name gets the first site. */
export async function startNginx(
  { folder, write }: ThrowawayAuthority,
  sites: readonly Site[],
  rejected: string,
): Promise<LocalNginx> {
  const port = await freePort();
  const plainPort = await freePort();
  const servers = sites.map(
    ({ host, chain, key }) => `server {
      listen 127.0.0.1:${port} ssl; server_name ${host};
      ssl_certificate ${write(`${host}.pem`, ...chain)}; ssl_certificate_key ${write(`${host}.key`, key)};
    }`,
  );
  // One process, so that ending it ends all of it.
  const configuration = write(
    'nginx.conf',
    `daemon off; master_process off; pid ${folder}/pid; error_log stderr notice;
    events { worker_connections 64; }
    http {
      access_log off;
      client_body_temp_path ${folder}/t1; proxy_temp_path ${folder}/t2; fastcgi_temp_path ${folder}/t3;
      uwsgi_temp_path ${folder}/t4; scgi_temp_path ${folder}/t5;
      ${servers.join('\n')}
      server { listen 127.0.0.1:${port} ssl; server_name ${rejected}; ssl_reject_handshake on; }
      server { listen 127.0.0.1:${plainPort}; return 200 'plain'; }
    }`,
  );
  const program: Program = await startProgram(nginx, ['-p', folder, '-e', 'stderr', '-c', configuration], /using the/);
  return { port, plainPort, stop: () => program.stop() };
}
