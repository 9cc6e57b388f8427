// A long cable: listens, connects each client with ADDRESS PORT, and passes everything on MS milliseconds later, in
// either direction. Prints the port it listens on; ends when its standard input does.
//
//   node delay.mjs ADDRESS PORT MS
import { connect, createServer } from 'node:net';

const [address, port, ms] = process.argv.slice(2);
const later = (act) => setTimeout(act, Number(ms));

// From an address of its own: what comes from the operator's would be sent here again.
const FROM = '10.77.255.254';

const server = createServer((client) => {
  // Opening a connection takes a journey there and back.
  const machine = connect({ host: address, port: Number(port), localAddress: FROM });
  for (const [from, to] of [
    [client, machine],
    [machine, client],
  ]) {
    from.setNoDelay(true);
    from.on('data', (chunk) => later(() => to.writable && to.write(chunk)));
    from.on('end', () => later(() => to.end()));
    from.on('error', () => later(() => to.destroy()));
  }
});
server.listen(0, '0.0.0.0', () => console.log(server.address().port));
process.stdin.on('end', () => process.exit()).resume();
