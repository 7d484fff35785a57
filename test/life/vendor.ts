import { type TreeShape } from "../support/tree.ts";

/**
 * What the vendor ships as version `n`: some of it changes each time, some comes, some goes, one name is a file in even versions and a folder in odd ones,
 * and folders of its users get something new.
 */
export function shipped(n: number): TreeShape {
  const section: TreeShape =
    n % 2 === 0
      ? { "config/section": `even ${n}` }
      : { "config/section/a.php": `<?php // ${n}`, "config/section/b.php": "<?php" };
  return {
    "composer.json": `{"name":"acme/shop","version":"1.${n}.0","require":{"laravel/framework":"^11.0"}}`,
    artisan: "",
    "bootstrap/app.php": "<?php",
    "app/Shop.php": `<?php // shop ${n}`,
    "public/index.php": `<?php // ${n}`,
    "public/css/app.css": `body{} /* ${n} */`,
    "public/img/logo.png": "the vendor's logo",
    [`public/js/new-${n}.js`]: `new ${n}`,
    [`public/js/new-${n - 1}.js`]: `new ${n - 1}`,
    [`public/uploads/demo-${n}.txt`]: `demo ${n}`,
    "public/uploads/sample.txt": `sample ${n}`,
    ".env.example": `APP_KEY=\nFEATURE_${n}=\n`,
    ...section,
  };
}
