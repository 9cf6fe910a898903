/** The files in what was dropped, folders and all that is in them included. */

/** What systems put beside people's files. */
const isHidden = (name: string): boolean => name.startsWith(".") || name === "__MACOSX";

const fileOf = (entry: FileSystemFileEntry): Promise<File | null> =>
  new Promise((resolve) => entry.file(resolve, () => resolve(null)));

/** A reader gives a part at a time, and an empty one in the end. What cannot be listed counts as empty. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (some.length === 0) return all.sort((a, b) => (a.name < b.name ? -1 : 1));
    all.push(...some);
  }
}

async function filesIn(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile) {
    const file = await fileOf(entry as FileSystemFileEntry);
    return file === null ? [] : [file];
  }
  const entries = (await entriesOf(entry as FileSystemDirectoryEntry)).filter(({ name }) => !isHidden(name));
  const files: File[] = [];
  for (const each of entries) files.push(...(await filesIn(each)));
  return files;
}

/** To be called while the event is dealt with: afterwards a browser has forgotten what was dropped. */
export function droppedFiles(data: DataTransfer): Promise<File[]> {
  const items = [...data.items].filter(({ kind }) => kind === "file");
  const found = items.map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  if (!found.some(({ entry }) => entry?.isDirectory)) return Promise.resolve([...data.files]);
  const lists = found.map(({ entry, file }) => (entry === null ? Promise.resolve(file ? [file] : []) : filesIn(entry)));
  return Promise.all(lists).then((files) => files.flat());
}

/** Of the files of a folder that was chosen those that are nobody's but the system's stay away. */
export const chosenFiles = (files: FileList | null): File[] =>
  [...(files ?? [])].filter(({ webkitRelativePath }) => !webkitRelativePath.split("/").some(isHidden));
