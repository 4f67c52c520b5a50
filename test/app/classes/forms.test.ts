import { describe, expect, it } from "vitest";
import type { ClassesFile } from "../../../app/classes/classesFile.js";
import { readClasses } from "../../../app/classes/readClasses.js";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string): ClassesFile => readClasses(bytesOf(text), "list");

function refusal(text: string): string {
  try {
    read(text);
  } catch (error) {
    return (error as Error).message;
  }
  return "it was read";
}

/** What a list says, as "label name colour", with the ignored labels and the groups behind. */
function told(text: string): string[] {
  const { numClasses = 0, labels, classNames, palette, ignoreIndex, groups } = read(text);
  const classes = Array.from({ length: numClasses }, (_, c) =>
    [labels?.[c] ?? c, classNames?.[c], palette?.[c]].filter((part) => part !== undefined).join(" "),
  );
  return [
    ...classes,
    ...(ignoreIndex === undefined ? [] : [`ignored ${ignoreIndex.join()}`]),
    ...Object.entries((groups ?? {}) as Record<string, number[]>).map(
      ([name, of]) => `${name}: ${of.join()}`,
    ),
  ];
}

const ORGANS = ["0 background", "1 liver", "2 spleen"];
const PETS = ["0 Background #000000", "1 Dog #b07020", "2 Cat #307020"];
const PETS_OF_ONE_LABEL = ["0 #000000", "1 #b07020"];

describe.each<[string, readonly (readonly [string, string, readonly string[]])[]]>([
  [
    "maskscore's own JSON",
    [
      ["names", '{"classNames": ["background", "liver", "spleen"]}', ORGANS],
      ["one ignored label", '{"numClasses": 2, "ignoreIndex": 255}', ["0", "1", "ignored 255"]],
      ["several ignored labels", '{"numClasses": 2, "ignoreIndex": [9, 255]}', ["0", "1", "ignored 9,255"]],
      ["null for none", '{"numClasses": 2, "ignoreIndex": null}', ["0", "1"]],
      ["remarks", '{"$schema": "x", "comment": "ours", "numClasses": 2}', ["0", "1"]],
      [
        "groups as a list, overlapping",
        '{"classNames": ["b", "l", "s"], "groups": [{"name": "organs", "classes": [1, 2]}, {"name": "liver", "classes": [1]}]}',
        ["0 b", "1 l", "2 s", "organs: 1,2", "liver: 1"],
      ],
      [
        "a palette of lists",
        '{"classNames": ["Background", "Dog", "Cat"], "palette": [[0, 0, 0], [176, 112, 32], [48, 112, 32]]}',
        PETS,
      ],
      [
        "a palette by name",
        '{"classNames": ["Background", "Dog", "Cat"], "palette": {"Cat": "#307020", "Background": "#000000", "Dog": [176, 112, 32]}}',
        PETS,
      ],
      ["a palette by colour", '{"palette": {"#000000": 0, "#b07020": 1, "#307020": 1}}', PETS_OF_ONE_LABEL],
    ],
  ],
  [
    "id2label",
    [
      ["a table", '{"0": "background", "1": "liver", "2": "spleen"}', ORGANS],
      ["in another order", '{"2": "spleen", "0": "background", "1": "liver"}', ORGANS],
      ["of one class", '{"0": "polyp"}', ["0 polyp"]],
      ["ids with gaps", '{"7": "road", "26": "car"}', ["7 road", "26 car"]],
      ["names to ids", '{"background": 0, "liver": 1, "spleen": 2}', ORGANS],
      ["names to ids in quotes", '{"background": "0", "liver": "1", "spleen": "2"}', ORGANS],
      [
        "a model's config.json",
        '{"model_type": "segformer", "id2label": {"0": "background", "1": "liver", "2": "spleen"}, "label2id": {"liver": 1}, "semantic_loss_ignore_index": 255}',
        [...ORGANS, "ignored 255"],
      ],
      ["label2id alone", '{"label2id": {"background": 0, "liver": 1, "spleen": 2}}', ORGANS],
    ],
  ],
  [
    "nnU-Net's dataset.json",
    [
      [
        "of version 2",
        '{"channel_names": {"0": "CT"}, "labels": {"background": 0, "liver": 1, "spleen": 2}, "numTraining": 3, "file_ending": ".nii.gz"}',
        ORGANS,
      ],
      [
        "of version 1 and the Decathlon",
        '{"name": "Spleen", "labels": {"0": "background", "1": "liver", "2": "spleen"}, "modality": {"0": "CT"}}',
        ORGANS,
      ],
      ["labels in quotes", '{"labels": {"background": "0", "liver": "1", "spleen": "2"}}', ORGANS],
      [
        "a label to ignore",
        '{"labels": {"background": 0, "liver": 1, "ignore": 2}}',
        ["0 background", "1 liver", "ignored 2"],
      ],
      [
        "regions, which overlap",
        '{"labels": {"background": 0, "whole tumor": [1, 2, 3], "tumor core": [2, 3], "enhancing tumor": [3]}, "regions_class_order": [1, 2, 3]}',
        [
          "0 background",
          "1 label 1",
          "2 label 2",
          "3 enhancing tumor",
          "whole tumor: 1,2,3",
          "tumor core: 2,3",
          "enhancing tumor: 3",
        ],
      ],
      ["without background", '{"labels": {"liver": 1, "spleen": 2}}', ["1 liver", "2 spleen"]],
    ],
  ],
  [
    "COCO's categories",
    [
      [
        "of an annotation file",
        '{"info": {}, "images": [], "annotations": [], "categories": [{"id": 0, "name": "background", "supercategory": "x"}, {"id": 1, "name": "liver"}, {"id": 2, "name": "spleen"}]}',
        ORGANS,
      ],
      [
        "alone",
        '[{"id": 1, "name": "person", "supercategory": "person"}, {"id": 90, "name": "toothbrush", "keypoints": []}]',
        ["1 person", "90 toothbrush"],
      ],
      [
        "ids in quotes",
        '{"categories": [{"id": "0", "name": "background"}, {"id": "1", "name": "liver"}, {"id": "2", "name": "spleen"}]}',
        ORGANS,
      ],
      [
        "with colours, of which some have none",
        '[{"id": 0, "name": "Background", "color": [0, 0, 0], "isthing": 0}, {"id": 1, "name": "Dog", "color": "#B07020"}, {"id": 2, "name": "Cat"}]',
        ["0 Background #000000", "1 Dog #b07020", "2 Cat"],
      ],
      [
        "of which one is not to be evaluated",
        '[{"id": 0, "name": "void", "evaluate": false}, {"id": 1, "name": "road"}]',
        ["0 void", "1 road", "ignored 0"],
      ],
    ],
  ],
  [
    "Mapillary's config.json",
    [
      [
        "names for people, and what is not to be evaluated",
        '{"version": "2.0", "mapping": "public", "labels": [{"name": "void--u", "readable": "Unlabeled", "color": [0, 0, 0], "evaluate": false, "instances": false}, {"name": "road", "readable": "Road", "color": [128, 64, 128], "evaluate": true, "instances": false}]}',
        ["0 Unlabeled #000000", "1 Road #804080", "ignored 0"],
      ],
      [
        "names alone",
        '{"labels": [{"name": "Background", "color": "#000000"}, {"name": "Dog", "color": [176, 112, 32]}, {"name": "Cat", "color": [48, 112, 32]}]}',
        PETS,
      ],
    ],
  ],
  [
    "labelme's labels.txt",
    [
      [
        "as labelme has it",
        "__ignore__\n_background_\naeroplane\n",
        ["0 _background_", "1 aeroplane", "ignored -1,255"],
      ],
    ],
  ],
  [
    "CVAT's labelmap.txt",
    [
      [
        "as CVAT writes it",
        "# label:color_rgb:parts:actions\nBackground:0,0,0::\nDog:176,112,32::\nCat:48,112,32::\n",
        PETS,
      ],
      [
        "with parts and actions",
        "Background:0,0,0::\nDog:176,112,32:head,tail:run,sit\nCat:48,112,32::",
        PETS,
      ],
      ["without colours", "background:::\nliver:::\nspleen:::", ORGANS],
      [
        "with spaces, and without the last fields",
        "Background: 0, 0, 0\nDog: 176, 112, 32\nCat: 48, 112, 32",
        PETS,
      ],
      [
        "two colours of one name",
        "Background:0,0,0::\nDog:176,112,32::\nDog:48,112,32::",
        ["0 Background #000000", "1 Dog #b07020"],
      ],
    ],
  ],
  [
    "tables",
    [
      ["class_dict.csv", "name,r,g,b\nBackground,0,0,0\nDog,176,112,32\nCat,48,112,32\n", PETS],
      [
        "spaces behind commas",
        "name, r, g, b\nBackground, 0, 0, 0\nDog, 176, 112, 32\nCat, 48, 112, 32\n",
        PETS,
      ],
      [
        "headings of other case",
        "Name,Red,Green,Blue\nBackground,0,0,0\nDog,176,112,32\nCat,48,112,32\n",
        PETS,
      ],
      [
        "other words for headings",
        "class_name,R,G,B\nBackground,0,0,0\nDog,176,112,32\nCat,48,112,32\n",
        PETS,
      ],
      [
        "quoted cells",
        '"name","r","g","b"\n"Background","0","0","0"\n"Dog","176","112","32"\n"Cat","48","112","32"\n',
        PETS,
      ],
      [
        "quoted commas and quotes",
        'name,r,g,b\n"a, ""b""",0,0,0\nc,1,1,1\n',
        ['0 a, "b" #000000', "1 c #010101"],
      ],
      [
        "semicolons, numbers as labels",
        "label;r;g;b\n0;0;0;0\n1;176;112;32\n2;48;112;32",
        ["0 #000000", "1 #b07020", "2 #307020"],
      ],
      ["names as labels", "label;r;g;b\nBackground;0;0;0\nDog;176;112;32\nCat;48;112;32", PETS],
      ["tabs", "id\tname\tr\tg\tb\n0\tBackground\t0\t0\t0\n1\tDog\t176\t112\t32\n2\tCat\t48\t112\t32", PETS],
      [
        "ids in another order, with gaps",
        "id,name,r,g,b\n9,Cat,48,112,32\n4,Dog,176,112,32",
        ["4 Dog #b07020", "9 Cat #307020"],
      ],
      ["ids behind colours", "r,g,b,id\n0,0,0,0\n176,112,32,1\n48,112,32,1", PETS_OF_ONE_LABEL],
      ["colours alone", "r,g,b\n0,0,0\n176,112,32\n48,112,32", ["0 #000000", "1 #b07020", "2 #307020"]],
      [
        "colours in one cell",
        'name,color\nBackground,#000000\nDog,"(176, 112, 32)"\nCat,"[48, 112, 32]"',
        PETS,
      ],
      [
        "two colours of one name",
        "name,r,g,b\nBackground,0,0,0\nDog,176,112,32\nDog,48,112,32",
        ["0 Background #000000", "1 Dog #b07020"],
      ],
      ["Roboflow's _classes.csv", "Pixel Value, Class\n0, background\n1, liver\n2, spleen\n", ORGANS],
      ["pandas' numbers of rows", ",name,r,g,b\n0,Background,0,0,0\n1,Dog,176,112,32\n2,Cat,48,112,32", PETS],
      [
        "a spreadsheet's empty columns",
        "name,r,g,b,,\nBackground,0,0,0,,\nDog,176,112,32,,\nCat,48,112,32,,",
        PETS,
      ],
      ["headings in a comment", "# id,name\n0,background\n1,liver\n2,spleen", ORGANS],
      ["names below a heading", "name\nbackground\nliver\nspleen", ORGANS],
      [
        "CamVid's eleven classes",
        "name,r,g,b,class_11\nAnimal,64,128,64,0\nBackground,0,0,0,1\nBridge,0, 128, 64,0\nDog,176,112,32,1\nCat,48,112,32,1",
        [...PETS, "3 void #408040", "ignored 3"],
      ],
      [
        "CamVid's classes, all of them",
        "name,r,g,b,class_11\nBackground,0,0,0,1\nDog,176,112,32,1\nCat,48,112,32,1",
        PETS,
      ],
    ],
  ],
  [
    "YAML",
    [
      [
        "a map",
        "path: data # root\ntrain: images/train\nnames:\n  0: background\n  1: liver\n  2: spleen\n",
        ORGANS,
      ],
      ["a map with gaps", "names:\n  3: a\n  5: b\n", ["3 a", "5 b"]],
      ["a list", "names:\n  - background\n  - 'liver'\n  - \"spleen\"\n", ORGANS],
      ["a list without indents", "nc: 3\nnames:\n- background\n- liver\n- spleen\nval: x\n", ORGANS],
      ["a list in brackets", "nc: 3\nnames: ['background', \"liver\", spleen]  # ours\n", ORGANS],
      ["brackets over lines", "names: [background,\n        liver,\n        spleen,\n]\n", ORGANS],
      ["brackets below the key", "names:\n  [background, liver,\n   spleen]\n", ORGANS],
      ["a map in brackets", "names: {0: background, 1: 'liver', \"2\": spleen}", ORGANS],
      ["keys in quotes", '"names":\n  \'0\': background\n  "1": liver\n  2: spleen', ORGANS],
      [
        "comments and blank lines",
        "# classes\n\nnames: # three\n  # the first\n  0: background\n\n  1: liver # organ\n  2: spleen\n",
        ORGANS,
      ],
      [
        "apostrophes, signs and commas",
        "names: [don't, can't, 'a, #b', c#d, 'it''s']",
        ["0 don't", "1 can't", "2 a, #b", "3 c#d", "4 it's"],
      ],
    ],
  ],
  [
    "JSON tables",
    [
      ["a list of names", '["background", "liver", "spleen"]', ORGANS],
      ["colours by name", '{"Background":[0,0,0],"Dog":[176,112,32],"Cat":[48,112,32]}', PETS],
      [
        "colours by label",
        '{"0":[0,0,0],"1":[176,112,32],"2":"#307020"}',
        ["0 #000000", "1 #b07020", "2 #307020"],
      ],
      ["labels by colour", '{"#000000":0,"#b07020":1,"#307020":1}', PETS_OF_ONE_LABEL],
      ["names by colour", '{"#000000":"Background","#b07020":"Dog","#307020":"Cat"}', PETS],
      ["a list of colours", '[[0,0,0],[176,112,32],"#307020"]', ["0 #000000", "1 #b07020", "2 #307020"]],
    ],
  ],
  [
    "lines",
    [
      ["names", "background\nliver\nspleen", ORGANS],
      [
        "names of several words",
        "crt screen, screen\ntraffic light\nc, d, e",
        ["0 crt screen, screen", "1 traffic light", "2 c, d, e"],
      ],
      ["labels and names", "0 background\n1 liver\n2 spleen", ORGANS],
      ["labels with a colon", "0: background\n1: liver\n2: spleen", ORGANS],
      ["labels with a sign", "0 = background\n1 = liver\n2 = spleen", ORGANS],
      ["labels with a comma", "0,background\n1,liver\n2,spleen", ORGANS],
      [
        "labels with gaps",
        "0 background\n5 liver\n9 left kidney",
        ["0 background", "5 liver", "9 left kidney"],
      ],
      ["names and labels", "background 0\nliver 1\nspleen 2", ORGANS],
      ["names that end in their numbers", "class 0\nclass 1", ["0 class 0", "1 class 1"]],
      ["R G B", "0 0 0\n176 112 32\n48 112 32", ["0 #000000", "1 #b07020", "2 #307020"]],
      ["R G B name", "0 0 0 Background\n176 112 32 Dog\n48 112 32 Cat", PETS],
      ["R G B and tabs", "0\t0\t0\tBackground\n176\t112\t32\tDog\n48\t112\t32\tCat", PETS],
      ["name R G B", "Background 0 0 0\nDog 176 112 32\nCat 48 112 32", PETS],
      ["R G B id, of which two share one", "0 0 0 0\n176 112 32 1\n48 112 32 1", PETS_OF_ONE_LABEL],
      ["id R G B", "0 0 0 0\n1 176 112 32\n2 48 112 32", ["0 #000000", "1 #b07020", "2 #307020"]],
      [
        "R G B id, of which one is 255",
        "0 0 0 255\n176 112 32 0\n48 112 32 1",
        ["0 label 0 #b07020", "1 label 1 #307020", "255 label 255 #000000"],
      ],
      ["id name R G B", "0 Background 0 0 0\n1 Dog 176 112 32\n2 Cat 48 112 32", PETS],
      ["id and #rrggbb", "0 #000000\n1 #b07020\n2 #307020", ["0 #000000", "1 #b07020", "2 #307020"]],
      ["#rrggbb and a name", "#000000 Background\n#b07020 Dog\n#307020 Cat", PETS],
      [
        "3D Slicer's and FreeSurfer's tables",
        "#No. Label Name: R G B A\n0 Background 0 0 0 0\n1 Dog 176 112 32 255\n2 Cat 48 112 32 255",
        PETS,
      ],
      [
        "ITK-SNAP's label descriptions",
        '################\n# IDX   -R-  -G-  -B-  -A--  VIS MSH  LABEL\n    0     0    0    0        0  0  0    "Background"\n    1   176  112   32        1  1  1    "Dog"\n    2    48  112   32        1  1  1    "Cat"',
        PETS,
      ],
      [
        "GIMP's palettes",
        "GIMP Palette\nName: x\nColumns: 3\n#\n  0   0   0 Background\n176 112  32\tDog\n 48 112  32 Cat\n",
        PETS,
      ],
    ],
  ],
])("of %s, it reads", (_form, cases) => {
  it.each(cases)("%s", (_name, text, expected) => {
    expect(told(text)).toEqual(expected);
  });

  it.each(cases)("%s, with a byte order mark and the line ends of Windows", (_name, text, expected) => {
    expect(told(`\ufeff${text.replaceAll("\n", "\r\n")}`)).toEqual(expected);
  });

  it.each(cases)("%s, among blank lines", (_name, text, expected) => {
    const isBlock = /^["']?names["']?:/m.test(text);
    const spaced = text.startsWith("{") || isBlock ? text : text.replaceAll("\n", "\n\n");
    // A comment must stand directly above what it is a heading of.
    expect(told(`\n\n${text.startsWith("# id") ? text : spaced}\n\n \n`)).toEqual(expected);
  });
});

it("reads UTF-16, as PowerShell writes it", () => {
  const text = "\ufeffname,r,g,b\r\nBackground,0,0,0\r\nDog,176,112,32\r\nCat,48,112,32\r\n";
  const bytes = new Uint8Array(Uint16Array.from(text, (sign) => sign.charCodeAt(0)).buffer);
  expect(readClasses(bytes, "list").classNames).toEqual(["Background", "Dog", "Cat"]);
});

describe.each<[string, readonly (readonly [string, string, string])[]]>([
  [
    "unknown keys",
    [
      ["num_classes", '{"num_classes": 3}', 'unknown key "num_classes"; did you mean "numClasses"?'],
      [
        "ignore_index",
        '{"numClasses": 3, "ignore_index": 0}',
        'unknown key "ignore_index"; did you mean "ignoreIndex"?',
      ],
      [
        "ignore_label",
        '{"numClasses": 3, "ignore_label": 0}',
        'unknown key "ignore_label"; did you mean "ignoreIndex"?',
      ],
      [
        "ignore",
        '{"classNames": ["a", "b"], "ignore": 0}',
        'unknown key "ignore"; did you mean "ignoreIndex"?',
      ],
      [
        "ignore_in_eval",
        '{"classNames": ["a", "b"], "ignore_in_eval": ["a"]}',
        'did you mean "ignoreIndex"?',
      ],
      [
        "exclude_classes",
        '{"classNames": ["a", "b"], "exclude_classes": ["a"]}',
        'did you mean "excludeClasses"?',
      ],
      [
        "labelMap",
        '{"numClasses": 3, "labelMap": {}}',
        'unknown key "labelMap"; did you mean "labelMapping"?',
      ],
      [
        "a slip of the pen",
        '{"clasNames": ["a"], "numClasses": 1}',
        'unknown key "clasNames"; did you mean "classNames"?',
      ],
      [
        "a stranger",
        '{"numClasses": 1, "batchSize": 4}',
        'unknown key "batchSize"; there are "numClasses", "ignoreIndex"',
      ],
      ["of a group", '{"numClasses": 2, "groups": [{"name": "a", "class": [1]}]}', "groups expected"],
      ["of a category", '[{"id": 1, "nme": "a"}]', 'unknown key "nme"; did you mean "name"?'],
      [
        "of a colour",
        '[{"id": 1, "name": "a", "colr": [1, 2, 3]}]',
        'unknown key "colr"; did you mean "color"?',
      ],
      [
        "that say what counts",
        '[{"id": 1, "name": "a", "trainId": 255}]',
        'key "trainId" is not read, and may change what counts',
      ],
      ["of a label", '{"labels": [{"name": "a", "evalute": false}]}', 'key "evalute" is not read'],
    ],
  ],
  [
    "lists that contradict themselves",
    [
      ["two labels of a table", "id,name\n1,a\n1,b", "label 1 stands 2 times: a, b"],
      ["two labels of lines", "1 a\n1 b", "label 1 stands 2 times: a, b"],
      [
        "two ids of categories",
        '[{"id": 1, "name": "a"}, {"id": 1, "name": "b"}]',
        "label 1 stands 2 times: a, b",
      ],
      ["two labels of YAML", "names:\n  1: a\n  1: b", "label 1 stands 2 times: a, b"],
      ["two names", "a\nb\na", 'two classes are called "a"'],
      ["a key twice", '{"0": "a", "0": "b"}', 'the key "0" twice'],
      ["nc of YAML", "nc: 3\nnames: [a, b]", "nc is 3, but there are 2 names"],
      [
        "two groups of one name",
        '{"numClasses": 2, "groups": [{"name": "a", "classes": [1]}, {"name": "a", "classes": [0]}]}',
        'two groups are called "a"',
      ],
      [
        "nothing but ignored classes",
        '{"labels": [{"name": "a", "evaluate": false}]}',
        "every class of it is ignored",
      ],
      [
        "two columns of one thing",
        "name,class,r,g,b\na,b,1,1,1",
        'columns "name" and "class" both say the name',
      ],
    ],
  ],
  [
    "what is not understood",
    [
      ["nothing", "", "the file is empty"],
      ["comments", "# a\n# b", "holds nothing but comments"],
      ["an empty list", "[]", "the list is empty"],
      ["an empty object", "{}", "is an empty JSON object"],
      ["a picture", "\u0089PNG\r\n\u001a\n\u0000", "is no text, so it is no list of classes"],
      ["half of JSON", '{"numClasses": ', "not JSON"],
      [
        "another JSON",
        '{"version": 1, "images": []}',
        'is a JSON object of "version, images", and no list of classes that is read: maskscore\'s own JSON;',
      ],
      ["numbers", "[1, 2, 3]", "is a JSON list, [1, 2, 3]"],
      ["a program", "import numpy as np\nx = {0: 1}\n", 'is text that begins with "import numpy as np"'],
      ["markup", "<annotation>\n<a>b</a>\n</annotation>", "is text that begins with"],
      [
        "lines of two numbers",
        "1 2\n3 4",
        'line 1 expected "R G B", with an id or a name or none, got "1 2"',
      ],
      ["lines of many numbers and a word", "0 1 2 3 4 a\n1 1 2 3 4 b", "is text that begins with"],
      [
        "CVAT's own list",
        '[{"name": "cat", "id": 5, "color": "#ff0000", "attributes": []}]',
        "CVAT's list of labels, which does not tell the labels of masks",
      ],
      [
        "a column that nobody knows",
        "name,r,g,b,size\na,1,1,1,5",
        'line 1: column 5, "size", is not known: leave it out',
      ],
      ["two of three channels", "name,r,g\na,1,1", "line 1 expected r, g and b"],
      [
        "a row that is too short",
        "name,r,g,b\na,1,1",
        "line 2 expected 4 fields, as line 1 names them, got 3",
      ],
      [
        "a channel above 255",
        "# c\n\nname,r,g,b\na,1,1,256",
        'line 4 expected r, g and b with 0..255 each, got "a,1,1,256"',
      ],
      ["a quote that is not closed", 'name,r,g,b\n"a,1,1,1', "line 2: a quote is not closed"],
      [
        "four numbers of which none is an id",
        "10 20 30 40\n50 60 70 80",
        "it is not clear which of four numbers is the id",
      ],
      [
        "red, green, blue and alpha",
        "0 0 0 255\n176 112 32 255",
        "it is not clear which of four numbers is the id",
      ],
      [
        "four numbers of which two are ids",
        "0 0 0 0\n1 1 1 1",
        "it is not clear which of four numbers is the id",
      ],
      ["a line of another kind", "# x\n\n0 0 0\n1 1 1\n2 2\n", 'line 5 expected what line 3 has, "R G B"'],
      [
        "a channel of lines above 255",
        "0 0 0\n\n1 1 256",
        'line 3 expected "R G B" with 0..255 each, got "1 1 256"',
      ],
      ["names and numbers that are no places", "lung 2\nliver 1", "write the label first"],
      [
        "names that are not texts",
        "names:\n  0: [a]\n",
        'line 2 expected a name or "label: name" under names',
      ],
      ["names in a nested block", "names:\n  0: &x a\n", "line 2 expected a name"],
      ["no names", "names:\nnc: 1\n", "names is empty"],
      ["no names in brackets", "names: []\n", "names is empty"],
      ["a word for names", "names: classes.txt\n", "expected names as [...], {...} or a block"],
      ["a label too large", '{"70000": "a", "1": "b"}', "label 70000 is larger than 65535"],
      ["a name that is none", '{"0": "a", "1": 5}', 'is a JSON object of "0, 1"'],
      [
        "a region without labels",
        '{"labels": {"background": 0, "tumor": []}}',
        'labels expected "name": label or "region": [labels]',
      ],
      ["a label below 0", '{"labels": {"background": -1}}', 'got "background": -1'],
      [
        "ignored labels that are names",
        '{"classNames": ["a", "b"], "ignoreIndex": ["a"]}',
        'got ["a"]; name labels: [0]',
      ],
    ],
  ],
])("refuses %s:", (_kind, cases) => {
  it.each(cases)("%s", (_name, text, message) => {
    expect(refusal(text)).toContain(message);
    expect(refusal(text)).toMatch(/^list: /);
    expect(refusal(text).length).toBeLessThan(520);
  });
});

it("is quick to refuse what is long", () => {
  const started = performance.now();
  for (const line of [
    "a".repeat(200_000),
    "1 2 ".repeat(40_000),
    "a\n".repeat(200_000),
    '"'.repeat(90_000),
    "'a ".repeat(30_000),
  ]) {
    refusal(line);
    refusal(`names: [${line}]`);
    refusal(`name,r,g,b\n${line}`);
  }
  refusal(JSON.stringify(Array.from({ length: 60_000 }, (_, i) => ({ id: i, name: `c${i % 7}` }))));
  refusal(JSON.stringify(Array.from({ length: 60_000 }, (_, i) => `c${i}`)));
  expect(performance.now() - started).toBeLessThan(5000);
});
