// Another implementation's client, told what to do by its arguments; prints the bytes of the target it was given.
const fs = require('fs');
const path = require('path');
const {Updater} = require(path.join(process.argv[2], 'node_modules', 'tuf-js'));
const [metadataDir, url, target] = process.argv.slice(3);

(async () => {
  const updater = new Updater({metadataDir, metadataBaseUrl: url + '/metadata', targetDir: metadataDir,
    targetBaseUrl: url + '/targets'});
  await updater.refresh();
  const info = await updater.getTargetInfo(target);
  if (!info) throw new Error('target unknown');
  process.stdout.write(fs.readFileSync(await updater.downloadTarget(info)));
})().catch(e => { console.error(e.constructor.name + ': ' + e.message); process.exit(1); });
