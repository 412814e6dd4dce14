//! What the app keeps on the device, read and changed behind its back: the tests' view into IndexedDB.

use serde_json::{Value, json};

use crate::app::App;

/// Everything kept, of all backends.
#[derive(Debug, Default)]
pub struct Device {
    /// With `service`, `at` (milliseconds since 1970) and `payload` (JSON, decrypted).
    pub drafts: Vec<Value>,
    /// Answers that were changed since their draft was written as a whole; likewise.
    pub changes: Vec<Value>,
    /// With `service`, `at` and `size`.
    pub files: Vec<Value>,
    pub receipts: Vec<Value>,
}

/// Opens every database of the app, has `each` do something with it, and answers with what came of it.
const OPEN: &str = "
const done = arguments[arguments.length - 1];
const settle = (request) => new Promise((good, bad) => {
    request.onsuccess = () => good(request.result);
    request.onerror = () => bad(request.error);
});
// What the app encrypted, read with the key that stays in the browser; what it cannot take out of it, nobody can.
const keyOf = (database) => settle(database.transaction('keys').objectStore('keys').get('1'));
const plain = async (key, { iv, payload }) => {
    if (!iv) throw new Error('something lies open on the disk');
    return crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, payload);
};
const text = async (key, record) => ({ ...record, payload: new TextDecoder().decode(await plain(key, record)) });
const over = (transaction) => new Promise((good, bad) => {
    transaction.oncomplete = () => good();
    transaction.onabort = () => bad(transaction.error);
});
const everywhere = async (each) => {
    const found = [];
    for (const { name } of await indexedDB.databases()) {
        if (!name.startsWith('amtsgang ')) continue;
        const database = await settle(indexedDB.open(name));
        if (database.objectStoreNames.length) found.push(await each(database));
        database.close();
    }
    return found;
};
const change = (database, table, change) => {
    const transaction = database.transaction(table, 'readwrite');
    transaction.objectStore(table).openCursor().onsuccess = ({ target: { result: cursor } }) => {
        if (!cursor) return;
        cursor.update(change(cursor.value));
        cursor.continue();
    };
    return over(transaction);
};
";

const READ: &str = "
everywhere(async (database) => {
    const key = await keyOf(database);
    const table = (name) => settle(database.transaction(name).objectStore(name).getAll());
    const texts = async (name) => Promise.all((await table(name)).map((record) => text(key, record)));
    const files = (await table('files')).map(async (record) =>
        ({ service: record.service, at: record.at, size: (await plain(key, record)).byteLength }));
    const [drafts, changes, receipts] = [await texts('drafts'), await texts('changes'), await texts('receipts')];
    return { drafts, changes, receipts, files: await Promise.all(files) };
}).then(done, (error) => done(String(error)));
";

const AGE: &str = "
const older = (record) => ({ ...record, at: record.at - arguments[0] });
everywhere(async (database) => {
    for (const table of ['drafts', 'changes', 'files']) await change(database, table, older);
    await change(database, 'demo', (json) => {
        const kept = JSON.parse(json);
        return JSON.stringify({ ...kept, at: kept.at - arguments[0] });
    });
}).then(() => done('done'), (error) => done(String(error)));
";

const REWRITE: &str = "
everywhere(async (database) => {
    const key = await keyOf(database);
    const drafts = await settle(database.transaction('drafts').objectStore('drafts').getAll());
    for (const record of drafts) {
        const payload = JSON.parse((await text(key, record)).payload);
        const changed = new TextEncoder().encode(JSON.stringify({ ...payload, ...arguments[0] }));
        const iv = crypto.getRandomValues(new Uint8Array(12));
        const encrypted = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, changed);
        const transaction = database.transaction(['drafts', 'changes'], 'readwrite');
        transaction.objectStore('drafts').put({ ...record, iv, payload: encrypted }, record.service);
        transaction.objectStore('changes').clear();
        await over(transaction);
    }
}).then(() => done('done'), (error) => done(String(error)));
";

impl App {
    pub async fn device(&self) -> Device {
        let answer = self.browser.run_async(&[OPEN, READ].concat(), vec![]).await;
        let databases = answer.as_array().unwrap_or_else(|| panic!("the device's memory: {answer}"));
        let mut device = Device::default();
        for database in databases {
            let table = |name: &str| database[name].as_array().cloned().unwrap_or_default();
            device.drafts.extend(table("drafts"));
            device.changes.extend(table("changes"));
            device.files.extend(table("files"));
            device.receipts.extend(table("receipts"));
        }
        device
    }

    /// Makes everything kept so many seconds older.
    pub async fn age(&self, seconds: u64) {
        let answer = self.browser.run_async(&[OPEN, AGE].concat(), vec![json!(seconds * 1000)]).await;
        assert_eq!(answer, "done", "the device's memory");
    }

    /// Takes away the key that everything is encrypted with.
    pub async fn lose_key(&self) {
        let lose = "everywhere((database) => {
            const transaction = database.transaction('keys', 'readwrite');
            transaction.objectStore('keys').clear();
            return over(transaction);
        }).then(() => done('done'), (error) => done(String(error)));";
        let answer = self.browser.run_async(&[OPEN, lose].concat(), vec![]).await;
        assert_eq!(answer, "done", "the device's memory");
    }

    /// Replaces keys in the payload of every draft.
    pub async fn rewrite_drafts(&self, keys: Value) {
        let answer = self.browser.run_async(&[OPEN, REWRITE].concat(), vec![keys]).await;
        assert_eq!(answer, "done", "the device's memory");
    }
}

/// Remembers what a link with `download` would have stored, and stores nothing.
const CATCH: &str = "
window.caught = undefined;
const make = URL.createObjectURL;
URL.createObjectURL = (blob) => {
    if (blob.type.startsWith('text/plain')) blob.text().then((text) => { window.caught = text; });
    return make.call(URL, blob);
};
";

impl App {
    /// From now on, texts that are downloaded are caught instead.
    pub async fn catch_downloads(&self) {
        self.browser.run(CATCH, vec![]).await;
    }

    /// The text that was downloaded.
    pub async fn download(&self) -> String {
        crate::patience::until("a download", async || {
            Some(self.browser.run("return window.caught", vec![]).await.as_str()?.to_owned())
        })
        .await
    }
}
