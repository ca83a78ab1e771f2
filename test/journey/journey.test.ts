import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type LocalTelegram, startLocalTelegram } from '../../src/local-telegram/local-telegram.ts';
import { createVisitor, enterFirst, type Visitor } from '../backend/desk/visitor.ts';
import { freePort } from '../support/free-port.ts';
import { type Applicant, createApplicant, fillIn, makeRequest, run, submit } from './applicant.ts';
import { type Program, runProgram } from './program.ts';

// Synthetic persons.
const APPLICANT_IIN = '900101390002';
const TOKEN = 'journey-token-0123456789abcdef';

let folder: string;
let telegram: LocalTelegram;
let backend: Program;
let bot: Program;
let operator: Visitor;
let environment: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'journey-'));
  telegram = await startLocalTelegram();
  const [backendPort, botPort] = await Promise.all([freePort(), freePort()]);
  environment = {
    DATA_DIR: join(folder, 'data'),
    BACKEND_PORT: String(backendPort),
    BACKEND_URL: `http://127.0.0.1:${backendPort}`,
    BACKEND_TOKEN: TOKEN,
    PORT: String(botPort),
    PICTURE_CODE: 'off',
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.url,
  };
  backend = runProgram('src/backend/main.ts', environment);
  const [, desk = ''] = await backend.line(/desk (http\S+)/);
  const [, password = ''] = await backend.line(/one-time password (\S+)/);
  bot = runProgram('src/bot/main.ts', environment);
  await bot.line(/^bot http/);
  operator = createVisitor(desk);
  await enterFirst(operator, 'admin', password, '851231490804');
});

afterAll(async () => {
  expect(await bot.stop()).toBe(0);
  expect(await backend.stop()).toBe(0);
  await telegram.close();
  await rm(folder, { recursive: true, force: true });
});

async function confirmAtDesk(number: string) {
  const page = await operator.open(`/applications/${number}`);
  const checklist = [...page.html.matchAll(/name="checklist" value="([^"]+)"/g)].map(([, name = '']) => name);
  return operator.submit('/confirm', { checklist });
}

async function applyFor(applicant: Applicant, domain: string) {
  const request = await makeRequest(folder, domain);
  await fillIn(applicant, { iin: APPLICANT_IIN, domain, csr: request.csr });
  return { ...(await submit(applicant)), ...request };
}

describe('an applicant', () => {
  test('gets a certificate that openssl verifies and that curl accepts', async () => {
    const applicant = createApplicant(
      telegram,
      telegram.users.find(({ language_code: each }) => each === 'en')?.id ?? 0,
    );
    const { number, form, keyPath } = await applyFor(applicant, 'journey.example.kz');
    expect(form.subarray(0, 5).toString()).toBe('%PDF-');

    await confirmAtDesk(number);
    await applicant.sees('Certificates under the application have been issued');
    const save = async (name: string) => {
      const path = join(folder, name);
      await writeFile(path, applicant.person.download(await applicant.seesFile(name)));
      return path;
    };
    const certificate = await save('journey.example.kz.crt');
    const chain = await save('journey.example.kz.chain.pem');
    const fullchain = await save('journey.example.kz.fullchain.pem');
    const root = await save('root.crt');
    const { stdout } = await run('openssl', [
      'verify',
      '-x509_strict',
      '-purpose',
      'sslserver',
      '-verify_hostname',
      'journey.example.kz',
      '-CAfile',
      root,
      '-untrusted',
      chain,
      certificate,
    ]);
    expect(stdout).toContain(': OK');
    const der = await save('journey.example.kz.cer');
    const fingerprint = async (path: string, form_: string) =>
      (await run('openssl', ['x509', '-in', path, '-inform', form_, '-noout', '-fingerprint', '-sha256'])).stdout;
    expect(await fingerprint(der, 'DER')).toBe(await fingerprint(certificate, 'PEM'));

    const server = createTlsServer({ cert: await readFile(fullchain), key: await readFile(keyPath) }, (socket) => {
      socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const answer = await run('curl', [
      '--silent',
      '--fail',
      '--cacert',
      root,
      '--resolve',
      `journey.example.kz:${port}:127.0.0.1`,
      `https://journey.example.kz:${port}/`,
    ]);
    server.close();
    expect(answer.stdout).toBe('ok');

    await applicant.presses('✅ Installed', 'have been issued');
    await applicant.sees('Certificates have been set up');
  });

  test('is told why an application is refused', async () => {
    const applicant = createApplicant(
      telegram,
      telegram.addPerson({ id: 5001, first_name: 'Local (synthetic)', language_code: 'en' }).user.id,
    );
    const { number } = await applyFor(applicant, 'refused.example.kz');
    await operator.open(`/applications/${number}`);
    await operator.submit('/refuse', { reason: 'The document shown has expired.', template: '' });
    const told = await applicant.sees('is refused');
    expect(applicant.textOf(told)).toContain('The document shown has expired.');
  });

  test('goes on where both programs were killed', async () => {
    const applicant = createApplicant(
      telegram,
      telegram.addPerson({ id: 5002, first_name: 'Local (synthetic)', language_code: 'en' }).user.id,
    );
    const { csr } = await makeRequest(folder, 'restart.example.kz');
    await fillIn(applicant, { iin: APPLICANT_IIN, domain: 'restart.example.kz', csr });
    await Promise.all([bot.stop('SIGKILL'), backend.stop('SIGKILL')]);
    backend = runProgram('src/backend/main.ts', environment);
    await backend.line(/desk (http\S+)/);
    bot = runProgram('src/bot/main.ts', environment);
    const { number } = await submit(applicant);

    await Promise.all([bot.stop('SIGKILL'), backend.stop('SIGKILL')]);
    backend = runProgram('src/backend/main.ts', environment);
    await backend.line(/desk (http\S+)/);
    await confirmAtDesk(number);
    bot = runProgram('src/bot/main.ts', environment);
    await applicant.sees('Certificates under the application have been issued');
  });

  test('sees only the status of an application that is not theirs', async () => {
    const owner = createApplicant(telegram, 5002);
    const number = /\d{3}(-\d{3}){4}/.exec(owner.textOf(await owner.sees('The application is submitted')))?.[0] ?? '';
    const stranger = createApplicant(
      telegram,
      telegram.addPerson({ id: 5003, first_name: 'Local (synthetic)', language_code: 'en' }).user.id,
    );
    stranger.says(`/status ${number}`);
    const shown = stranger.textOf(await stranger.sees(number));
    expect(shown).toContain('Certificates under the application have been issued');
    expect(shown).not.toContain('restart.example.kz');
  });
});

test('every call the bot made is valid against the official specification', () => {
  expect(telegram.calls.problems()).toEqual([]);
});
