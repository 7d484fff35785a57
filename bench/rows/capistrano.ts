/** Capistrano as its users set it up; the code is copied from a folder of the server instead of fetched, which costs it less than git would. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { SHARED_FOLDERS } from "../trees/small-delivery.ts";
import type { Command } from "../timing/process.ts";

/** Where it deploys to, and from which folder. */
export interface CapSetting {
  /** An empty folder for its recipe. */
  readonly folder: string;
  readonly delivery: string;
  readonly site: string;
  /** Null where it deploys on its own machine. */
  readonly ssh: { readonly user: string; readonly port: number; readonly keyFile: string } | null;
}

/** Writes the recipe; returns the command that deploys once. */
export function capDeploy(setting: CapSetting): Command {
  const files = {
    Capfile: CAPFILE,
    "copy.rb": COPY,
    "config/deploy.rb": deployRb(setting),
    "config/deploy/here.rb": serverRb(setting),
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(setting.folder, path)), { recursive: true });
    writeFileSync(join(setting.folder, path), text);
  }
  return { argv: ["cap", "here", "deploy"], cwd: setting.folder };
}

const CAPFILE = `require "capistrano/setup"
require "capistrano/deploy"
require_relative "copy"
install_plugin CopiedFolder
`;

const COPY = `require "capistrano/scm/plugin"
class CopiedFolder < Capistrano::SCM::Plugin
  def register_hooks
    after "deploy:new_release_path", "copied:create_release"
    before "deploy:set_current_revision", "copied:set_current_revision"
  end

  def define_tasks
    namespace :copied do
      task :create_release do
        on release_roles(:all) do
          execute :mkdir, "-p", release_path
          execute :cp, "-a", "#{fetch(:delivery)}/.", release_path
        end
      end
      task(:set_current_revision) { set :current_revision, "1" }
    end
  end
end
`;

/** Old releases stay, as they do on our side. */
function deployRb({ delivery, site }: CapSetting): string {
  return `set :application, "shop"
set :deploy_to, ${JSON.stringify(site)}
set :delivery, ${JSON.stringify(delivery)}
set :linked_dirs, %w{${SHARED_FOLDERS.join(" ")}}
set :keep_releases, 10_000
set :format_options, log_file: nil
`;
}

function serverRb({ ssh }: CapSetting): string {
  if (ssh === null) return `set :sshkit_backend, SSHKit::Backend::Local\nserver "localhost", roles: %w{app}\n`;
  return `server "127.0.0.1", user: ${JSON.stringify(ssh.user)}, port: ${ssh.port}, roles: %w{app},
  ssh_options: { keys: [${JSON.stringify(ssh.keyFile)}], keys_only: true, auth_methods: %w{publickey}, verify_host_key: :never, config: false }
`;
}
