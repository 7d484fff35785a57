/** Fails when a file in src/profiles/ holds code: a profile is data that anyone can read, review and extend. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

/** What is not data in the text of a profile, each as `file:line what`. */
export function profileFaults(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
  const faults: string[] = [];
  const refuse = (node: ts.Node): void => {
    const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
    faults.push(`${file}:${line} ${ts.SyntaxKind[node.kind]} is not data`);
  };
  const visit = (node: ts.Node): void => {
    if (!isData(node)) refuse(node);
    else if (!ts.isImportDeclaration(node) && !ts.isTypeNode(node)) ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);
  return faults;
}

/** The file of the profile's type and the registry, which is generated, are the two that are not profiles. */
const NOT_PROFILES = ["profile.ts", "index.ts"];

function isData(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node)) return /^\.(\.\/core|)\//.test(moduleName(node));
  if (ts.isVariableDeclarationList(node)) return (node.flags & ts.NodeFlags.Const) !== 0;
  if (ts.isCallExpression(node)) return isDefineProfile(node);
  if (ts.isPropertyAccessExpression(node)) return ts.isIdentifier(node.expression);
  if (ts.isTemplateSpan(node)) return ts.isIdentifier(node.expression);
  if (ts.isPrefixUnaryExpression(node)) return node.operator === ts.SyntaxKind.MinusToken;
  return ts.isTypeNode(node) || DATA_KINDS.has(node.kind);
}

function moduleName(node: ts.ImportDeclaration): string {
  return ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : "";
}

/** `defineProfile({...})` checks the type and returns its argument; it stands once, as the value of a constant. */
function isDefineProfile(node: ts.CallExpression): boolean {
  return node.expression.getText() === "defineProfile" && ts.isVariableDeclaration(node.parent);
}

/** A constant may be named (`shape.FOLDER`, `${DOCS}/uploads`), so that a source or a shape is written once. */
const DATA_KINDS = new Set<ts.SyntaxKind>([
  ts.SyntaxKind.ArrayLiteralExpression,
  ts.SyntaxKind.AsExpression,
  ts.SyntaxKind.EndOfFileToken,
  ts.SyntaxKind.ExportKeyword,
  ts.SyntaxKind.FalseKeyword,
  ts.SyntaxKind.Identifier,
  ts.SyntaxKind.NoSubstitutionTemplateLiteral,
  ts.SyntaxKind.NullKeyword,
  ts.SyntaxKind.NumericLiteral,
  ts.SyntaxKind.ObjectLiteralExpression,
  ts.SyntaxKind.PropertyAssignment,
  ts.SyntaxKind.SatisfiesExpression,
  ts.SyntaxKind.ShorthandPropertyAssignment,
  ts.SyntaxKind.SpreadAssignment,
  ts.SyntaxKind.SpreadElement,
  ts.SyntaxKind.StringLiteral,
  ts.SyntaxKind.TemplateExpression,
  ts.SyntaxKind.TemplateHead,
  ts.SyntaxKind.TemplateMiddle,
  ts.SyntaxKind.TemplateTail,
  ts.SyntaxKind.TrueKeyword,
  ts.SyntaxKind.VariableDeclaration,
  ts.SyntaxKind.VariableStatement,
]);

function check(folder: string): void {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const profiles = files.filter((file) => !NOT_PROFILES.includes(basename(file)));
  const faults = profiles.flatMap((file) =>
    profileFaults(`src/profiles/${file}`, readFileSync(join(folder, file), "utf8")),
  );
  for (const fault of faults) console.error(fault);
  process.exitCode = faults.length === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  check(fileURLToPath(new URL("../src/profiles", import.meta.url)));
}
