// An icon's own file, which spares the development server the package of all 6,000; the package types only the whole.
declare module "@tabler/icons-react/dist/esm/icons/*.mjs" {
  const icon: import("@tabler/icons-react").Icon;
  export default icon;
}
