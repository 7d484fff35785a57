/** Where Ruby code writes. */
import { expect, test } from "vitest";
import { judged } from "./judging.ts";

const RAILS = { Gemfile: "gem 'rails'\n", "config/environment.rb": "", "app/models/a.rb": "" };

test.each<[string, string, string]>([
  ["folders with a name in them", 'Rails.root.join("kept", course.name)', "kept"],
  ["a text with something in it", 'Rails.root.join("kept/#{name}/x")', "kept"],
  ["a text that begins with it", '"#{Rails.root}/kept/#{id}"', "kept"],
  ["File.join", 'File.join(Rails.root, "kept", "deep", name)', "kept/deep"],
  ["a plus", "Rails.root + 'kept'", "kept"],
])("Ruby's paths from Rails.root are read: %s", (_way, code, expected) => {
  expect(judged({ ...RAILS, "app/models/a.rb": `class A\n  ${code}\nend\n` }).says(expected)).toBe("user link");
});

test("Ruby's paths into the code, to a file, and in tests say nothing", () => {
  const shape = { ...RAILS, "notes/a.txt": "", "spec/a.rb": 'Rails.root.join("elsewhere", x)' };
  const code = 'Rails.root.join("notes", x)\nRails.root.join("config/odd.yml")\nRails.root.join(name)\n';
  const { classification } = judged({ ...shape, "app/models/a.rb": code });
  const user = classification.verdicts.filter(({ class: found }) => found === "user").map(({ path }) => path);
  expect(user.filter((path) => /notes|odd|elsewhere/.test(path))).toEqual([]);
});
