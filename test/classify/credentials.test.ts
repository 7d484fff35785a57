import { expect, test } from "vitest";
import { judged } from "./judging.ts";

const INDEX = { "index.php": "<?php require 'includes/config.php';" };

test.each([
  ["constants", "<?php define('DB_HOST', 'localhost'); define('DB_PASSWORD', 'secret');"],
  ["an array", "<?php $db = ['host' => 'localhost', 'user' => 'shop', 'pass' => 'secret'];"],
  ["its members", "<?php $cfg['host'] = 'localhost'; $cfg['password'] = 'secret';"],
  ["variables", "<?php\n$dbhost = 'localhost';\n$dbpass = 'secret';\n"],
  ["a connection", "<?php $link = mysqli_connect('localhost', 'shop', 'secret', 'shop');"],
  ["an address", "<?php $config['dsn'] = 'mysql://shop:secret@localhost/shop';"],
  ["the form of an environment", "<?php exit; ?>\nDB_HOSTNAME=localhost\nDB_PASSWORD=secret\n"],
  ["the form of an INI file", ';<?php http_response_code(403); /*\n[db]\ndsn = "mysql:host=x"\npwd = "secret"\n'],
  ["PDO", "<?php $pdo = new PDO('mysql:host=localhost', 'shop', 'secret');"],
])("the file with a database's password in %s is this installation's", (_how, text) => {
  const { says } = judged({ ...INDEX, "includes/config.php": text });
  expect(says("includes/config.php")).toBe("user merge");
});

test.each(["configure.php", "conf.php", "ipconfig.php"])("%s is a name for settings", (name) => {
  const { says } = judged({
    ...INDEX,
    [`includes/${name}`]: "<?php define('DB_HOST', 'a'); define('DB_PASSWORD', 'b');",
  });
  expect(says(`includes/${name}`)).toBe("user merge");
});

test.each([
  ["with an address that has no password", "conf.php", "<?php $dsn = 'mysql://localhost/shop'; // a database"],
  ["of an environment that leaves it open", "conf.php", "<?php exit; ?>\nDB_HOSTNAME=\nDB_PASSWORD=\n"],
  ["whose INI form gives it as a comment", "conf.php", ';<?php exit;\n; dsn = "mysql:host=x"\n; pwd = "secret"\n'],
  [
    "that reads it from the environment",
    "config.php",
    "<?php define('DB_PASSWORD', getenv('DB_PASSWORD')); $host = 'db';",
  ],
  ["of another name", "users.php", "<?php $host = 'localhost'; $password = 'secret';"],
  ["without a word about a database", "config.php", "<?php $password = 'secret';"],
])("a file %s comes with the code", (_what, name, text) => {
  const { says } = judged({ ...INDEX, [`includes/${name}`]: text });
  expect(says(`includes/${name}`)).not.toMatch(/^user/);
});

test("one that needs the files beside it stays with the code, and goes along", () => {
  const text = "<?php require __DIR__ . '/lib.php'; $dbhost = 'localhost'; $dbpass = 'secret';";
  const { says } = judged({ ...INDEX, "includes/config.php": text });
  expect(says("includes/config.php")).toBe("user carry");
});

test("an application of a framework that has settings of its own beside", () => {
  const slim = { "composer.json": '{"require":{"slim/slim":"^4"}}', "public/index.php": "<?php" };
  const text = "<?php define('DB_HOST', 'localhost'); define('DB_PASSWORD', 'secret');";
  const { says, frameworks } = judged({ ...slim, "data/settings.php": text });
  expect(frameworks).toEqual(["slim"]);
  expect(says("data/settings.php")).toBe("user merge");
});

test("a framework's profile knows where its settings are", () => {
  const laravel = { artisan: "", "composer.json": '{"require":{"laravel/framework":"^11"}}', "public/index.php": "" };
  const { says } = judged({ ...laravel, "config/database.php": "<?php return ['host' => 'x', 'password' => 'y'];" });
  expect(says("config/database.php")).not.toMatch(/^user/);
});
