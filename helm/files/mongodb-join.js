// Run by mongosh as the startup probe of a member, again and again until it ends with 0: then the replica set is
// initiated, has a primary, and the user of the services has the password of the Secret. Whoever holds the key file is
// the server's own user, so no other password is needed, and a new one takes the place of an old one.
const { readFileSync } = require('fs');

const { MEMBERS, POD_NAME, DATABASE } = process.env;
const read = (name) => readFileSync(`/secret/${name}`, 'utf8').trim();
const logIn = (connection) => connection.getDB('local').auth('__system', read('MONGO_KEYFILE'));
// A database for each service, and two for the simulated third parties.
const databases =
  'catalog customers inventory orders payments payment_provider shipping carrier notifications coordinator'.split(
    ' ',
  );

const wait = (reason) => {
  print(reason);
  quit(1);
};

const hosts = MEMBERS.split(',');
logIn(db.getMongo());
const hello = db.adminCommand({ hello: 1 });

if (hello.setName === undefined) {
  if (!POD_NAME.endsWith('-0')) wait('waits for the first member to initiate the replica set');
  const members = hosts.map((host, _id) => ({ _id, host }));
  wait(JSON.stringify(db.adminCommand({ replSetInitiate: { _id: 'counterstep', members } })));
}
if (!hello.isWritablePrimary && !hello.secondary) wait('is not a member yet');
if (hello.primary === undefined) wait('there is no primary yet');

const primary = new Mongo(`mongodb://${hello.primary}/?directConnection=true`);
logIn(primary);
const admin = primary.getDB('admin');
const user = {
  pwd: read('MONGO_PASSWORD'),
  roles: databases.map((name) => ({ role: 'readWrite', db: `${DATABASE}_${name}` })),
};
if (admin.getUser('counterstep') === null) admin.createUser({ user: 'counterstep', ...user });
else admin.updateUser('counterstep', user);
quit(0);
