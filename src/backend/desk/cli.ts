// `npm run desk -- add-operator | reset | list`: operators without the page, such as when no administrator can log in.
import { ConfigurationError } from '../../environment/environment.ts';
import { runDeskCommand } from './command-line/desk-command.ts';
import { openOperators } from './command-line/open-operators.ts';
import { readLine } from './command-line/read-line.ts';

try {
  process.exitCode = await runDeskCommand(process.argv.slice(2), {
    open: () => openOperators(process.env),
    ask: (question) => readLine(process.stdin, process.stderr, question),
    write: (line) => process.stdout.write(`${line}\n`),
  });
} catch (error) {
  const lines =
    error instanceof ConfigurationError ? error.problems : [error instanceof Error ? error.message : 'failed'];
  for (const line of lines) console.error(line);
  process.exitCode = 1;
}
