<?php

namespace Plugins;
