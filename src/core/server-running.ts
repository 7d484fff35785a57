/** What makes a web server run a file instead of giving it out, as regular expressions that nginx, Apache and Caddy share. */

/** Endings that one of the servers hands to an interpreter. */
export const RUNNING = "(php[0-9]*|phtml?|pht|phar|phps|f?cgi|pl|py|shtml?|asp|aspx|jsp)";

/**
 * The part of an address by which it is run: also with another ending after it (Apache runs `a.php.jpg` where a handler was added by ending), and with a path
 * after it, which PHP cuts back to the file.
 */
export const RUN_BY_SERVERS = `\\.${RUNNING}([./]|$)`;
