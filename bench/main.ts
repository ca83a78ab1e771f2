// `npm run bench -- csr ca`: each name is a file here whose `run` prints its own figures.
const names = process.argv.slice(2);
if (names.length === 0) console.log('name one or more of the files in bench, such as: npm run bench -- csr');
for (const name of names) {
  if (!/^[a-z\d-]+$/.test(name)) throw new Error(`no bench is called ${name}`);
  const { run } = (await import(`./${name}.ts`)) as { run: () => Promise<void> };
  console.log(`\n${name}`);
  await run();
}
