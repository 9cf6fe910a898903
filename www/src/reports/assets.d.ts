/** What the build makes: the address of the example (www/build/example-reports.ts). */
declare module "virtual:example-reports" {
  const address: string;
  export default address;
}
