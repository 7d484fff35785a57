<?php

class TranslationController
{
    public function update(Request $request, string $locale)
    {
        file_put_contents(lang_path($locale . '/app.php'), $this->render($request->all()));
    }
}
