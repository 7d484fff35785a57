<?php

class AddOnController
{
    public function install(Request $request)
    {
        $zip = new ZipArchive;
        $zip->open($request->file('zip')->path());
        $zip->extractTo(base_path('Modules'));
    }
}
