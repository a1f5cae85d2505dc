// Calls any method of any service in the protos and prints what came, a JSON object a line:
//
//   node client.js 127.0.0.1:5400 ../../../protos grpcrefresh.v1.JobService/WatchJob '{"job_id": "…"}'
//
// One line for each message, then one with the status: {"status": "OK"}, or the code's name, the message and the
// decoded details of `grpc-status-details-bin`. Exits with 0 once the call has ended, however it ended.
import { readdirSync } from 'node:fs';
import { Client, Metadata, credentials, status } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

const [address, protos, path, body = '{}'] = process.argv.slice(2);
const types = loadSync(
  readdirSync(protos, { recursive: true }).filter((file) => file.endsWith('.proto')),
  { includeDirs: [protos], keepCase: true, longs: String, enums: String });

const [service, name] = path.split('/');
const method = types[service][name];
const client = new Client(address, credentials.createInsecure());

try {
  for await (const message of method.responseStream ? stream() : [await unary()]) {
    print(message.job?.error ? { ...message, job: { ...message.job, error: unpacked(message.job.error) } } : message);
  }
  print({ status: 'OK' });
} catch (error) {
  if (!(error.code in status)) {
    throw error;
  }
  print({ status: status[error.code], message: error.details, details: detailsOf(error) });
} finally {
  client.close();
}

function unary() {
  return new Promise((resolve, reject) =>
    client.makeUnaryRequest(...call(), (error, answer) => error ? reject(error) : resolve(answer)));
}

function stream() {
  return client.makeServerStreamRequest(...call());
}

function call() {
  const deadline = Date.now() + 60_000;
  return [method.path, method.requestSerialize, method.responseDeserialize, JSON.parse(body), new Metadata(), { deadline }];
}

function detailsOf(error) {
  const [trailer] = error.metadata?.get('grpc-status-details-bin') ?? [];
  return trailer ? unpacked(types['google.rpc.Status'].deserialize(trailer)).details : [];
}

function unpacked({ details, ...rest }) {
  return { ...rest, details: details.map(unpack) };
}

function unpack(any) {
  const type = any.type_url.split('/').at(-1);
  return { type, ...types[type].deserialize(any.value) };
}

function print(value) {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
