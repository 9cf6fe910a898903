/** `report.schema.json` from the TypeScript types: the report at the root, the recording among the definitions. */

import { createGenerator } from "ts-json-schema-generator";

import { inRoot } from "../../scripts/shell.mjs";

export const SCHEMA = inRoot("js", "report.schema.json");

/** The schema. `isStrict`: of exactly the fields there are, where the published one lets later versions add some. */
export function schema({ isStrict = false } = {}) {
  const generator = createGenerator({
    path: inRoot("js", "src", "types.ts"),
    tsconfig: inRoot("js", "tsconfig.json"),
    skipTypeCheck: true,
    additionalProperties: !isStrict,
    topRef: false,
  });
  const { $schema, definitions, ...report } = generator.createSchema("Report");
  const recording = generator.createSchema("Recording");
  const { $schema: _, definitions: more, ...itself } = recording;
  return {
    $schema,
    $id: "urn:mta-sts:report",
    title: "The report of an MTA-STS check",
    ...report,
    definitions: { ...definitions, ...more, Recording: itself },
  };
}
